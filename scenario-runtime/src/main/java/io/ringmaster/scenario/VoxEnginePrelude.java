package io.ringmaster.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The trusted JavaScript that every session starts from: VoxEngine's API, made of the turns and commands of the protocol.
///
/// The files share one function scope, so what one declares the later ones use, and a scenario sees only what they publish.
final class VoxEnginePrelude {

  /// What stack frames of the prelude are called; the engine evaluates it under this name.
  static final String FILE = "prelude.js";

  private static final List<String> FILES =
      List.of(
          "intrinsics",
          "session",
          "listeners",
          "enums",
          "bytes",
          "calls",
          "call-methods",
          "timers",
          "net",
          "voxengine",
          "easy-process",
          "globals",
          "not-yet",
          "dispatcher");

  private VoxEnginePrelude() {}

  static String source() {
    var source = new StringBuilder("(function () {\n'use strict';\n");
    source.append("const TIME_ZONES = ").append(TimeZoneTable.asJson()).append(";\n");
    FILES.forEach(file -> source.append(read(file)).append('\n'));
    return source.append("})();\n").toString();
  }

  private static String read(String file) {
    var resource = "prelude/" + file + ".js";
    try (var in = VoxEnginePrelude.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("the resource " + resource + " is missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
