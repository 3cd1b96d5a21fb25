package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.CALL;
import static io.ringmaster.http.FakeRooms.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.Reply;
import io.ringmaster.http.cli.ControlCommands;
import io.ringmaster.protocol.command.SignallingCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlCommandsTest {

  private record Ran(int exit, String out, String err) {}

  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(settings -> settings.withApiKey("s3cret"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Ran run(String... args) {
    return run(server.uri(""), "s3cret", new ByteArrayOutputStream(), args);
  }

  private static Ran run(URI uri, @Nullable String key, ByteArrayOutputStream out, String... args) {
    var err = new ByteArrayOutputStream();
    int exit =
        ControlCommands.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            uri,
            key);
    return new Ran(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void scenarioGoesInAndComesOut(@TempDir Path directory) throws Exception {
    var file = Files.writeString(directory.resolve("a.js"), "// ä\na();\n");

    assertThat(run("scenario", "put", "greet", file.toString()).out())
        .startsWith("stored greet, hash-of-");
    assertThat(run("scenario", "get", "greet").out()).isEqualTo("// ä\na();\n");
    assertThat(run("scenario", "list").out()).contains("name ").contains("greet");
    assertThat(run("scenario", "delete", "greet").exit()).isZero();
    assertThat(run("scenario", "list").out()).isEqualTo("none\n");
  }

  @Test
  void syntaxErrorIsOneSentence(@TempDir Path directory) throws Exception {
    var file = Files.writeString(directory.resolve("a.js"), "a();\n  %%");

    var ran = run("scenario", "put", "greet", file.toString());

    assertThat(ran)
        .isEqualTo(
            new Ran(
                1,
                "",
                "ringmaster: 'greet' does not parse at line 2, column 3: unexpected token '%'\n"));
  }

  @Test
  void ruleIsStoredMatchedAndDeleted() {
    server.catalogue.putScenario("greet", "a()");

    assertThat(
            run(
                    "rule",
                    "put",
                    "desk",
                    "--pattern",
                    "7...",
                    "--scenario",
                    "greet",
                    "--scenario",
                    "more",
                    "--priority",
                    "5")
                .out())
        .isEqualTo(
            "stored desk\nbut: There is no scenario 'more' yet. PUT it to /v1/scenarios/more.\n");
    assertThat(server.catalogue.rules.get("desk"))
        .satisfies(rule -> assertThat(rule.scenarios()).containsExactly("greet", "more"))
        .satisfies(rule -> assertThat(rule.priority()).isEqualTo(5));
    assertThat(
            run("rule", "put", "first", "--pattern=8", "--control", "http", "--priority", "-1")
                .exit())
        .isZero();
    assertThat(run("rule", "list").out()).contains("first").contains("greet, more");
    assertThat(run("rule", "match", "7001").out())
        .startsWith(
            "not first: '8' does not match '7001'\ndesk (greet, more): '7...' matches the whole of '7001'");
    assertThat(run("rule", "match", "+49 30").out()).contains("None of the 2 rules matches");
    assertThat(run("rule", "delete", "desk").exit()).isZero();
    assertThat(server.catalogue.rules).containsOnlyKeys("first");
  }

  @Test
  void sessionIsStartedShownAndStopped() {
    server.catalogue.putScenario("greet", "a()");

    assertThat(run("session", "start", "--scenario", "greet", "--data", "for you").out())
        .contains("session id")
        .contains("4711")
        .contains("/request/4711/secret");
    assertThat(server.rooms.starts.getFirst().customData()).isEqualTo("for you");
    assertThat(run("session", "list", "--state", "active").out())
        .contains("4711")
        .contains("RUNNING");
    assertThat(run("session", "show", "4711").out()).contains("open calls").contains("4711-1");
    assertThat(run("session", "log", "4711").out()).isEqualTo("one\nzwei äöü\n");
    assertThat(run("session", "stop", "4711").out()).isEqualTo("stopping 4711\n");
  }

  @Test
  void callIsListedCommandedAndPlaced() {
    assertThat(run("call", "list").out().lines())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("4711-1   CONNECTED  incoming");
    assertThat(run("call", "list", "--json").out()).startsWith("[{\"callId\":\"4711-1\"");
    assertThat(run("call", "show", "4711-1", "--at", "2").out()).containsPattern("state +ALERTING");
    assertThat(run("call", "command", "4711-1", "reject", "{\"code\":486}").out())
        .isEqualTo("accepted reject\n");
    assertThat(server.rooms.commands)
        .containsExactly(
            new FakeRooms.Commanded(CALL, new SignallingCommand.RejectCall(486, null)));
    assertThat(run("call", "place", "4711", "sip:bob@example.org", "--from", "alice").out())
        .contains("4711-2");
  }

  @Test
  void eventsAreListed() {
    server.rooms.journal(CALL).add(message(CALL, 1));

    assertThat(run("call", "events", "4711-1").out())
        .isEqualTo(
            "2026-11-22T06:00:00.124Z  4711-1                  1  Call.MessageReceived  {\"headers\":{},\"text\":\"message 1\"}\n");
  }

  @Test
  void followedEventsComeOnceEachUntilTheCallHasEnded() throws Exception {
    var journal = server.rooms.journal(CALL);
    journal.add(message(CALL, 1));
    var out = new ByteArrayOutputStream();
    var ran =
        CompletableFuture.supplyAsync(() ->
            run(server.uri(""), "s3cret", out, "call", "events", "4711-1", "--follow", "--json"));
    Awaitility.await().until(() -> out.toString(StandardCharsets.UTF_8).contains("message 1"));

    journal.add(message(CALL, 2));
    server.rooms.callState = "TERMINATED";
    journal.end();

    var lines = ran.get(20, TimeUnit.SECONDS).out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("\"seq\":1");
    assertThat(lines.getLast()).contains("\"seq\":2");
  }

  @Test
  void refusalOfTheServerIsOneSentenceAndStatusOne() {
    server.rooms.reply = FakeRooms.done(new Reply.Refused("the call has ended"));

    assertThat(run("call", "command", "4711-1", "hangup"))
        .isEqualTo(new Ran(1, "", "ringmaster: the call has ended\n"));
    assertThat(run("session", "show", "1").err())
        .isEqualTo("ringmaster: There is no session 1. GET /v1/sessions lists them.\n");
    var keyless = run(server.uri(""), null, new ByteArrayOutputStream(), "call", "list");
    assertThat(keyless.exit()).isEqualTo(1);
    assertThat(keyless.err()).contains("An API key is needed");
  }

  @Test
  void absentServerIsToldAndStatusOne() {
    var uri = server.uri("");
    server.server.stop(Duration.ofSeconds(1)).toCompletableFuture().join();

    var ran = run(uri, null, new ByteArrayOutputStream(), "call", "list");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("no answer from " + uri).contains("RINGMASTER_URL");
  }

  @Test
  void commandThatMakesNoSenseIsStatusTwo() {
    for (var args :
        List.of(
            List.of(),
            List.of("scenario"),
            List.of("frob", "x"),
            List.of("scenario", "frob"),
            List.of("scenario", "put", "a"),
            List.of("scenario", "put", "a", "/does/not/exist.js"),
            List.of("rule", "put", "a"),
            List.of("rule", "put", "a", "--pattern"),
            List.of("rule", "put", "a", "--pattern", "b", "--priority", "high"),
            List.of("session", "start"),
            List.of("session", "start", "--rule", "a", "--scenario", "b"),
            List.of("call", "list", "extra"),
            List.of("call", "list", "--stat", "active"),
            List.of("call", "list", "--follow"),
            List.of("call", "command", "4711-1", "reject", "486"))) {
      var ran = run(args.toArray(String[]::new));
      assertThat(ran.exit()).as("%s", args).isEqualTo(2);
      assertThat(ran.err()).as("%s", args).startsWith("ringmaster: ");
      assertThat(ran.out()).isEmpty();
    }
  }
}
