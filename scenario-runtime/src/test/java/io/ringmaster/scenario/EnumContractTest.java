package io.ringmaster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.protocol.event.CallEvent;
import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// Holds the globals together with the list of everything that a VoxEngine scenario can use (`api-surface.json`).
@ExtendWith(OnOneHost.class)
class EnumContractTest {

  private static final Map<String, Set<String>> NEWER_OR_OLDER =
      Map.of("CallEvents", Set.of("FirstVideoPacket", "MediaStatisticsReceived"));

  /// Core classes and namespaces that are not there in any form yet. Take a name out when it is.
  private static final Set<String> NOT_THERE =
      Set.of(
          "ACDRequest",
          "BasePlayer",
          "Call",
          "Conference",
          "ConferenceRecorder",
          "Endpoint",
          "Player",
          "Recorder",
          "SequencePlayer",
          "SmartQueueTask",
          "Voice",
          "WebSocket");

  /// Members that are there but throw an error that says they are not supported yet. Take a name out when it works.
  private static final Set<String> NOT_YET =
      new TreeSet<>(
          Arrays.asList(
              """
              AMD.create ApplicationStorage.get ApplicationStorage.keys ApplicationStorage.put ApplicationStorage.remove Call.answerDirect
              Call.disableBeepDetection Call.enableBeepDetection Call.handleBlindTransfer Call.handleMicStatus Call.notifyBlindTransferFailed
              Call.notifyBlindTransferSuccess Call.say Call.sendMessage Call.transferTo CallList.reportError CallList.reportErrorAsync
              CallList.reportProgress CallList.reportProgressAsync CallList.reportResult CallList.reportResultAsync
              CallList.requestNextAttempt CallList.requestNextAttemptAsync Crypto.hmac_sha256 Crypto.md5 Crypto.sha1 Crypto.sha256
              IVR.reset Net.sendMail Net.sendMailAsync PhoneNumber.getInfo VoxEngine.allowWebSocketConnections
              VoxEngine.callConference VoxEngine.callPSTN VoxEngine.callUser VoxEngine.callUserDirect VoxEngine.callWhatsappUser
              VoxEngine.createASR VoxEngine.createConference VoxEngine.createRecorder VoxEngine.createSequencePlayer
              VoxEngine.createStreamingAgent VoxEngine.createTTSPlayer VoxEngine.createToneScriptPlayer VoxEngine.createURLPlayer
              VoxEngine.createWebSocket VoxEngine.destroyConference VoxEngine.disableStatisticsForIncomingWebsockets
              VoxEngine.disableTraceForIncomingWebsockets VoxEngine.enableStatisticsForIncomingWebsockets
              VoxEngine.enableTraceForIncomingWebsockets VoxEngine.enqueueACDRequest VoxEngine.enqueueTask
              VoxEngine.forwardCallToPSTN VoxEngine.forwardCallToUser VoxEngine.forwardCallToUserDirect
              """
                  .trim()
                  .split("\\s+")));

  private final Stage underTest;
  private final JsonNode surface;

  EnumContractTest(Stage stage) throws IOException {
    underTest = stage;
    try (var in = EnumContractTest.class.getResourceAsStream("api-surface.json")) {
      surface = WireJson.mapper().readTree(in);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCoreEnumerationIsThereWithItsValues() {
    return units("enum")
        .map(unit ->
            DynamicTest.dynamicTest(
                unit.path("name").asText(),
                () -> {
                  var name = unit.path("name").asText();
                  var expected = new TreeMap<String, String>();
                  unit.path("members")
                      .forEach(member ->
                          expected.put(
                              member.asText(),
                              unit.path("values").path(member.asText()).asText(member.asText())));
                  underTest.load(
                      "Logger.write(JSON.stringify(Object.fromEntries(Object.entries("
                          + name
                          + ").map(([k, v]) => [k, String(v)]))))");
                  var actual = new TreeMap<String, String>();
                  WireJson.mapper()
                      .readTree(underTest.log().getFirst())
                      .properties()
                      .forEach(each -> actual.put(each.getKey(), each.getValue().asText()));
                  actual.keySet().removeAll(NEWER_OR_OLDER.getOrDefault(name, Set.of()));
                  assertThat(actual).isEqualTo(expected);
                }));
  }

  @Test
  void everyEventOfTheProtocolIsAMemberOfCallEvents() throws IOException {
    underTest.load("Logger.write(JSON.stringify(Object.values(CallEvents)))");
    var values = WireJson.mapper().readValue(underTest.log().getFirst(), String[].class);
    var events =
        Arrays.stream(CallEvent.class.getPermittedSubclasses())
            .map(type ->
                type.getAnnotation(com.fasterxml.jackson.annotation.JsonTypeName.class).value())
            .toList();
    assertThat(values).containsExactlyInAnyOrderElementsOf(events);
  }

  @Test
  void everyCoreNameIsThereOrOnTheListOfThoseThatAreNot() {
    var missing = new TreeSet<String>();
    Stream.concat(units("class"), units("namespace"))
        .map(unit -> unit.path("name").asText())
        .filter(name -> !name.equals("(global)"))
        .forEach(name -> {
          underTest.load("Logger.write(typeof " + name + ")");
          if (underTest.log().getFirst().equals("undefined")) missing.add(name);
        });
    assertThat(missing).isEqualTo(new TreeSet<>(NOT_THERE));
  }

  @Test
  void everyCoreFunctionWorksOrIsOnTheListOfThoseThatDoNotYet() {
    var notYet = new TreeSet<String>();
    Stream.concat(
            units("namespace"),
            units("class").filter(unit -> unit.path("name").asText().equals("Call")))
        .forEach(unit ->
            unit.path("members")
                .forEach(member -> {
                  var owner = unit.path("name").asText();
                  var path =
                      owner.equals("(global)") ? member.asText() : owner + "." + member.asText();
                  underTest.loading(
                      "",
                      "var Call = VoxEngine.callSIP('a@b'); if (typeof "
                          + path
                          + " !== 'function') Logger.write('missing');"
                          + " else try { "
                          + path
                          + "() } catch (e) { if (/not supported yet/.test(e.message)) Logger.write('not yet') }");
                  if (underTest.log().contains("missing")) notYet.add(path + " is missing");
                  if (underTest.log().contains("not yet")) notYet.add(path);
                }));
    assertThat(notYet).isEqualTo(NOT_YET);
  }

  private Stream<JsonNode> units(String kind) {
    return surface
        .path("units")
        .valueStream()
        .filter(unit ->
            unit.path("kind").asText().equals(kind) && unit.path("tier").asText().equals("core"));
  }
}
