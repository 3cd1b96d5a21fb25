package io.ringmaster.scenario.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;

/// The WebAssembly binary and the Java classes the build made of it.
final class QuickJsModule {
  static final String SHA_256 = "d4c9375f2b1ca4dc95f72c8aa2982a7a9951ac8011490d79c6582df732b4bbd9";

  /// What the binary itself declares as its smallest memory.
  static final int INITIAL_PAGES = 18;

  private final WasmModule module;
  private final byte[] binary;

  QuickJsModule() {
    // The .meta file is the binary without its code: the code is in QuickJsWasmMachine.
    module = Parser.parse(resource("QuickJsWasm.meta"));
    binary = resource("quickjs/quickjs.wasm");
    var found = HexFormat.of().formatHex(sha256(binary));
    if (!found.equals(SHA_256)) {
      throw new IllegalStateException(
          "quickjs.wasm has SHA-256 "
              + found
              + " but "
              + SHA_256
              + " was pinned; put the pinned file back, or pin the new one in QuickJsModule and in its README");
    }
  }

  byte[] binary() {
    return binary;
  }

  Instance instantiate(ImportValues imports, int pages, int maxPages) {
    return Instance.builder(module)
        .withImportValues(imports)
        .withMachineFactory(QuickJsWasmMachine::new)
        .withMemoryFactory(QuickJsMemory::new)
        .withMemoryLimits(new MemoryLimits(pages, maxPages))
        .withStart(false)
        .build();
  }

  static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] resource(String name) {
    try (var in = QuickJsModule.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource "
                + name
                + " is missing; build this module with Maven, which generates it");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
