package io.ringmaster.interop;

import static io.ringmaster.interop.EventAssertions.eventsOfCallFrom;
import static io.ringmaster.interop.EventAssertions.names;
import static io.ringmaster.interop.EventAssertions.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How calls from outside end: the code on the wire, and the events.
@RequiresPeer("sipp")
@ExtendWith(SharedNode.class)
class IncomingCallEndingsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path temp;

  @BeforeAll
  static void routes(RunningNode node) {
    node.api().route("^61\\d\\d\\d$", "reject");
    node.api().route("^6201$", "ring");
    node.api().route("^6202$", "ignore");
    node.api().route("^6203$", "hang-up-at-once");
    node.api().route("^6204$", "goodbye");
    node.api().route("^6205$", "talk");
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @CsvSource({"486,Busy Here", "404,Not Found", "480,Temporarily Unavailable", "603,Decline"})
  void refusedCallerHearsTheScenariosCode(int code, String phrase, RunningNode node) {
    var sipp = refused("rejected-" + code, "61" + code, code, node);
    assertThat(sipp.messages()).containsIgnoringCase("SIP/2.0 " + code + " " + phrase);
    var events = eventsOfCallFrom(node.api(), "rejected-" + code);
    assertEndedUnanswered(events, code);
    assertThat(only(events, "Call.Disconnected").path("reason").asText()).isEqualTo(phrase);
  }

  @Test
  @Execution(CONCURRENT)
  void numberWithoutARuleIsNotFoundAndMakesNoSession(RunningNode node) {
    refused("lost-soul", "5550100", 404, node);
    assertThat(node.api().callsFrom("lost-soul")).isEmpty();
  }

  @Test
  @Execution(CONCURRENT)
  void hangingUpInsteadOfAnsweringDeclines(RunningNode node) {
    refused("declined", "6203", 603, node);
    assertEndedUnanswered(eventsOfCallFrom(node.api(), "declined"), 603);
  }

  @Test
  @Execution(CONCURRENT)
  void callerWhoGivesUpCancelsTheCall(RunningNode node) {
    run("caller-cancels", "given-up", "6201", node);
    var events = eventsOfCallFrom(node.api(), "given-up");
    assertThat(names(events))
        .containsExactly(
            "Application.Started",
            "Application.CallAlerting",
            "Call.StateChanged",
            "Call.StateChanged",
            "Call.Disconnected",
            "Application.Terminating",
            "Application.Terminated");
    assertState(events.get(2), "ALERTING", "PROGRESSING");
    assertState(events.get(3), "PROGRESSING", "TERMINATED");
    assertThat(events.get(4).path("internalCode").asInt()).isEqualTo(487);
  }

  @ParameterizedTest
  @Execution(CONCURRENT)
  @CsvSource({"6201,unanswered-ringing", "6202,unanswered-ignored"})
  void unansweredCallTimesOut(String number, String caller, RunningNode node) {
    refused(caller, number, 408, node);
    var events = eventsOfCallFrom(node.api(), caller);
    assertThat(only(events, "Call.Disconnected").path("internalCode").asInt()).isEqualTo(408);
    assertThat(names(events)).doesNotContain("Call.Failed", "Call.Connected");
  }

  @Test
  @Execution(CONCURRENT)
  void lostAckIsMadeUpForByRepeatingTheAnswer(RunningNode node) {
    runWithLosses("caller-acks-late", "late-ack", "6205", node);
    assertThat(names(eventsOfCallFrom(node.api(), "late-ack")))
        .containsExactlyElementsOf(conversation());
  }

  @Test
  @Execution(CONCURRENT)
  void answerThatIsNeverAcknowledgedEndsInBye(RunningNode node) {
    run("caller-never-acks", "no-ack", "6205", node);
    var events = eventsOfCallFrom(node.api(), "no-ack");
    assertEndedUnanswered(events, 408);
  }

  @Test
  @Execution(CONCURRENT)
  void lostByeIsRepeatedAndToldOnce(RunningNode node) {
    runWithLosses("caller-misses-bye", "deaf-to-bye", "6204", node);
    assertThat(names(eventsOfCallFrom(node.api(), "deaf-to-bye")))
        .containsExactlyElementsOf(conversation());
  }

  @Test
  @Execution(CONCURRENT)
  void repeatedByeIsAnsweredAgainAndToldOnce(RunningNode node) {
    runWithLosses("caller-repeats-bye", "twice-gone", "6205", node);
    assertThat(names(eventsOfCallFrom(node.api(), "twice-gone")))
        .containsExactlyElementsOf(conversation());
  }

  @Test
  @Execution(CONCURRENT)
  void repeatedInviteIsOneCall(RunningNode node) {
    runWithLosses("caller-repeats-invite", "stutterer", "6205", node);
    assertThat(names(eventsOfCallFrom(node.api(), "stutterer")))
        .containsExactlyElementsOf(conversation());
  }

  private static List<String> conversation() {
    return List.of(
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

  private static void assertEndedUnanswered(List<JsonNode> events, int code) {
    assertThat(names(events))
        .containsExactly(
            "Application.Started",
            "Application.CallAlerting",
            "Call.StateChanged",
            "Call.Disconnected",
            "Application.Terminating",
            "Application.Terminated");
    assertState(events.get(2), "ALERTING", "TERMINATED");
    assertThat(events.get(3).path("internalCode").asInt()).isEqualTo(code);
    assertThat(events.get(3).path("duration").asInt()).isZero();
  }

  private static void assertState(JsonNode changed, String from, String to) {
    assertThat(changed.path("oldState").asText()).isEqualTo(from);
    assertThat(changed.path("newState").asText()).isEqualTo(to);
  }

  private Sipp refused(String caller, String number, int code, RunningNode node) {
    return finished(plan("caller-refused", caller).with("STATUS", code), number, node);
  }

  private void run(String scenario, String caller, String number, RunningNode node) {
    finished(plan(scenario, caller), number, node);
  }

  /// Without -nr sipp would hide what comes twice from its scenario, and repeat by itself what it said before.
  private void runWithLosses(String scenario, String caller, String number, RunningNode node) {
    finished(plan(scenario, caller).options("-nr"), number, node);
  }

  private Sipp.Plan plan(String scenario, String caller) {
    // Nothing is said in these calls: any port will do.
    return Sipp.scenario(scenario, temp.resolve(caller))
        .with("CALLER", caller)
        .with("TALK", 300)
        .with("RTP", FreePorts.first(2));
  }

  private static Sipp finished(Sipp.Plan plan, String number, RunningNode node) {
    try (var sipp = plan.call(number, node.sipAddress())) {
      sipp.succeeds(PATIENCE);
      return sipp;
    }
  }
}
