package io.ringmaster.node;

import io.ringmaster.actors.port.CatalogueEditor;
import io.ringmaster.actors.port.Rule;
import io.ringmaster.protocol.signal.Route.Control;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something to call on a fresh node: four scenarios, the numbers 7000 to 7003, and the sounds they play.
///
/// Scenarios and rules are loaded only into a catalogue that is empty, so what an operator changed or deleted stays that way. Sounds
/// are files on each node and are copied where missing.
public final class DemoContent {

  private static final Logger LOG = LoggerFactory.getLogger(DemoContent.class);

  private record Demo(String number, String scenario) {}

  private static final List<Demo> DEMOS =
      List.of(
          new Demo("7000", "ivr-menu"),
          new Demo("7001", "bridge"),
          new Demo("7002", "echo"),
          new Demo("7003", "voicemail"));

  private static final List<String> SOUNDS =
      List.of(
          "beep.wav", "greeting.wav", "invalid.wav", "operator.wav", "sales.wav", "support.wav");

  private static final int PRIORITY = 1_000;

  private final CatalogueEditor catalogue;
  private final Path sounds;

  /// @param sounds the directory in which `file:NAME` is looked up
  public DemoContent(CatalogueEditor catalogue, Path sounds) {
    this.catalogue = catalogue;
    this.sounds = sounds;
  }

  /// Loads what is missing; returns when it can be called. A demo that cannot be loaded is logged and is no reason not to start.
  public void load() {
    try {
      for (String sound : SOUNDS) copy(sound);
      if (catalogue.rules().isEmpty()
          && catalogue.scenarios().toCompletableFuture().join().isEmpty()) fill();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the demo scenarios could not be loaded", e);
    }
  }

  private void fill() throws IOException {
    for (Demo demo : DEMOS) {
      String name = "demo-" + demo.scenario();
      catalogue.putScenario(name, text(demo.scenario() + ".js")).toCompletableFuture().join();
      catalogue
          .putRule(new Rule(name, demo.number(), List.of(name), PRIORITY, Control.SCENARIO, null))
          .toCompletableFuture()
          .join();
    }
    LOG.info(
        "loaded the demo scenarios: call 7000 (menu), 7001 (bridge), 7002 (echo), 7003 (voicemail)");
  }

  private void copy(String sound) throws IOException {
    Path target = sounds.resolve(sound);
    if (Files.exists(target)) return;
    Files.createDirectories(sounds);
    try (var wav = open("sounds/" + sound)) {
      Files.copy(wav, target);
    } catch (FileAlreadyExistsException e) {
      // Another node with the same directory was quicker.
    }
  }

  private static String text(String name) throws IOException {
    try (var source = open(name)) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream found = DemoContent.class.getResourceAsStream("/demo/" + name);
    if (found == null) throw new FileNotFoundException("demo/" + name);
    return found;
  }
}
