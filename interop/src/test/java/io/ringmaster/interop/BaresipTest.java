package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// The README's softphone, its commands on a machine without a sound card: baresip plays a tone file into the call, and its sndfile module keeps what it hears.
@RequiresPeer("baresip")
@ExtendWith(SharedNode.class)
class BaresipTest {

  private static final int TONE = 700;

  @TempDir Path home;

  @Test
  @Execution(CONCURRENT)
  void phoneHearsItself(RunningNode node) throws IOException, InterruptedException {
    Sounds.write(home.resolve("tone.wav"), Sounds.tone(TONE, 30));
    configure();

    var output = call("sip:7002@" + node.sipAddress());

    assertThat(output)
        .contains("Call established")
        .contains("incoming rtp for 'audio' established");
    var heard = middle(Sounds.wav(heard().orElseThrow()));
    assertThat(heard).hasSizeGreaterThan(Sounds.RATE);
    assertThat(Sounds.share(heard, TONE)).isGreaterThan(0.95);
    assertThat(Sounds.share(heard, TONE + 100)).isLessThan(0.01);
    var names = names(EventAssertions.eventsOfCallFrom(node.api(), "me"));
    // Its sound may overtake its ACK.
    assertThat(names).containsOnlyOnce("Call.FirstAudioPacketReceived");
    assertThat(names.stream().filter(name -> !name.equals("Call.FirstAudioPacketReceived")))
        .containsExactly(
            "Application.Started",
            "Application.CallAlerting",
            "Call.StateChanged",
            "Call.Connected",
            "Call.AudioQualityDetected",
            "Call.StateChanged",
            "Call.Disconnected",
            "Application.Terminating",
            "Application.Terminated");
  }

  private void configure() throws IOException {
    Files.writeString(home.resolve("accounts"), "");
    Files.writeString(home.resolve("contacts"), "");
    Files.writeString(
        home.resolve("config"),
        """
        sip_listen 127.0.0.1:%d
        net_interface 127.0.0.1
        audio_source aufile,%s
        ausrc_srate 8000
        ausrc_channels 1
        snd_path %s
        module_path %s
        module g711.so
        module aufile.so
        module sndfile.so
        module_tmp account.so
        module_app menu.so
        """
            .formatted(FreePorts.one(), home.resolve("tone.wav"), home, modules()));
  }

  /// Calls, hangs up when three seconds were heard, and tells what it printed.
  private String call(String uri) throws IOException, InterruptedException {
    var output = home.resolve("output.txt");
    var baresip =
        new ProcessBuilder(
                "baresip",
                "-f",
                home.toString(),
                "-e",
                "/uanew <sip:me@127.0.0.1>;regint=0",
                "-e",
                "/dial " + uri,
                "-t",
                "60")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      waitAtMost(Duration.ofSeconds(40))
          .alias("baresip hears something")
          .until(() -> heard().map(Sounds::size).orElse(0L) > 3L * Sounds.RATE * Short.BYTES);
      baresip.destroy(); // SIGTERM: it says BYE and leaves
      assertThat(baresip.waitFor(20, TimeUnit.SECONDS)).as("baresip ends").isTrue();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(Files.readString(output), e);
    } finally {
      baresip.destroyForcibly();
    }
    return Files.readString(output);
  }

  private Optional<Path> heard() throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(file -> file.toString().endsWith("-dec.wav")).findFirst();
    }
  }

  /// Without the beginning and the end of the call.
  private static short[] middle(short[] samples) {
    int edge = Math.min(samples.length / 4, Sounds.RATE);
    return Arrays.copyOfRange(samples, edge, samples.length - edge);
  }

  /// Where Debian, Fedora, Homebrew and a build from source put them.
  private static Path modules() {
    return List.of(
            "/usr/lib/baresip/modules",
            "/usr/lib64/baresip/modules",
            "/opt/homebrew/lib/baresip/modules",
            "/usr/local/lib/baresip/modules")
        .stream()
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow();
  }
}
