package io.ringmaster.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/// The tour of the README, through the launcher a reader would use.
@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class CommandLineTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path temp;

  private record Said(int status, String out, String err) {}

  @Test
  @Execution(CONCURRENT)
  void readerWritesAScenarioGivesItANumberAndSeesItsCall(RunningNode node)
      throws IOException, InterruptedException {
    var script = temp.resolve("hello.js");
    Files.writeString(script, Resources.text("scenarios/goodbye.js"));

    assertThat(ok(node, "scenario", "put", "hello", script.toString())).contains("hello");
    assertThat(ok(node, "rule", "put", "hello", "--pattern", "^8\\d\\d\\d$", "--scenario", "hello"))
        .contains("hello");
    assertThat(ok(node, "rule", "match", "8001")).contains("hello");
    assertThat(ok(node, "scenario", "list")).contains("hello", "demo-echo");

    try (var sipp =
        Sipp.scenario("caller-hears-bye", temp.resolve("sipp"))
            .with("CALLER", "tourist")
            .with("RTP", FreePorts.first(2))
            .call("8001", node.sipAddress())) {
      sipp.succeeds(PATIENCE);
    }
    var call = EventAssertions.endedCall(node.api(), "tourist");
    var callId = call.path("callId").asText();
    var sessionId = call.path("sessionId").asText();

    assertThat(ok(node, "call", "list")).contains(callId, "tourist", "8001");
    assertThat(ok(node, "session", "list")).contains(sessionId, "hello");
    assertThat(ok(node, "session", "log", sessionId)).contains("Loading scenario hello");
    assertThat(ok(node, "call", "events", callId)).contains("Call.Connected", "Call.Disconnected");
  }

  @Test
  @Execution(CONCURRENT)
  void mistakesAreAnsweredWithASentence(RunningNode node) throws IOException, InterruptedException {
    var broken = temp.resolve("broken.js");
    Files.writeString(broken, "let call = ;\n");

    var syntax = run(node, "scenario", "put", "broken", broken.toString());
    assertThat(syntax.status()).isNotZero();
    assertThat(syntax.err()).contains("line 1");

    var unknown = run(node, "session", "log", "1");
    assertThat(unknown.status()).isNotZero();
    assertThat(unknown.err()).contains("no session 1").doesNotContain("\tat ");

    var misspelt = run(node, "call", "lits");
    assertThat(misspelt.status()).isEqualTo(2);
    assertThat(misspelt.err()).isNotBlank().doesNotContain("\tat ");
  }

  private String ok(RunningNode node, String... words) throws IOException, InterruptedException {
    var said = run(node, words);
    assertThat(said.status()).as("%s: %s", List.of(words), said.err()).isZero();
    return said.out();
  }

  private Said run(RunningNode node, String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(NodePlan.launcher());
    command.addAll(List.of(words));
    var out = Files.createTempFile(temp, "out", "");
    var err = Files.createTempFile(temp, "err", "");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("RINGMASTER_URL", node.api().server().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
