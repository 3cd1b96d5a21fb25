package io.ringmaster.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import io.ringmaster.protocol.event.AppEvent.KeyValue;
import io.ringmaster.protocol.json.WireJson;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The events that VoxEngine promises (`contract/*.json`) and the records that are ours are the same, and so is their JSON.
class EventContractTest {

  private static final SessionId SESSION = new SessionId("4711");
  private static final CallId CALL = SESSION.call(2);
  private static final Instant AT = Instant.parse("2026-11-22T06:00:00.120456Z");

  /// Fields of the contract's call events that follow from the envelope.
  private static final Set<String> OF_ENVELOPE = Set.of("call", "name", "id");

  /// What real logs show of AppEvents besides and we do not tell yet.
  private static final Set<String> NOT_YET =
      Set.of("scheme", "domainName", "dialplanId", "userId", "initiatorCountry", "config");

  private static final JsonNode CALL_EVENTS = Contracts.read("call-events.json").get("events");
  private static final JsonNode APP_EVENTS = Contracts.read("app-events.json").get("events");

  static Stream<Arguments> promises() {
    return Stream.concat(
        CALL_EVENTS.valueStream().map(event -> promise(event, CallEvent.class)),
        APP_EVENTS.valueStream().map(event -> promise(event, AppEvent.class)));
  }

  @Test
  void thereIsOneRecordForEachEventOfTheContractAndNoOther() {
    assertThat(records(CallEvent.class)).isEqualTo(wireNames(CALL_EVENTS)).hasSize(42);
    assertThat(records(AppEvent.class)).isEqualTo(wireNames(APP_EVENTS)).hasSize(7);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("promises")
  void aRecordHasThePromisedFieldsAndNoOther(JsonNode promise, Class<?> type) {
    assertThat(names(components(type).filter(c -> !isObserved(c))))
        .isEqualTo(promised(promise, type).keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("promises")
  void aFieldSeenInLogsOnlyIsMarkedSoAndMayBeMissing(JsonNode promise, Class<?> type) {
    var seen = observed(promise);
    if (AppEvent.class.isAssignableFrom(type)) seen.removeAll(NOT_YET);
    assertThat(names(components(type).filter(EventContractTest::isObserved))).isEqualTo(seen);
    assertThat(components(type).filter(EventContractTest::isObserved))
        .allMatch(EventContractTest::isNullable);
  }

  @Test
  void nothingIsLeftOutThatTheContractDoesNotName() {
    var named = new HashSet<String>();
    APP_EVENTS.forEach(event -> named.addAll(observed(event)));
    assertThat(named).containsAll(NOT_YET);
  }

  /// Optional headers are never null but may be empty: the contract has "absent or {}".
  @ParameterizedTest(name = "{0}")
  @MethodSource("promises")
  void aFieldMayBeMissingExactlyWhereTheContractLetsIt(JsonNode promise, Class<?> type) {
    var optional = new HashSet<String>();
    promised(promise, type)
        .forEach((name, mayBeMissing) -> {
          if (mayBeMissing) optional.add(name);
        });
    components(type)
        .filter(c -> !isObserved(c))
        .forEach(c ->
            assertThat(isNullable(c))
                .describedAs(c.toString())
                .isEqualTo(c.getType() != Headers.class && optional.contains(wireName(c))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("promises")
  void outsideAnEventHasThePromisedPropertiesOfThePromisedTypes(JsonNode promise, Class<?> type)
      throws ReflectiveOperationException {
    var event = make(type, false);
    var json = flat(event);
    var expected = new HashSet<>(promised(promise, type).keySet());
    expected.addAll(names(components(type).filter(EventContractTest::isObserved)));
    expected.addAll(envelope(type));
    assertThat(namesOf(json)).isEqualTo(expected);
    promise
        .get("fields")
        .valueStream()
        .filter(field -> promised(promise, type).containsKey(field.get("name").asText()))
        .filter(field -> !envelope(type).contains(field.get("name").asText()))
        .forEach(field ->
            assertThat(json.get(field.get("name").asText()).getNodeType())
                .describedAs(field.toString())
                .isEqualTo(jsonType(field.get("type").asText())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("promises")
  void outsideAnEventSaysWhatItsRecordSays(JsonNode promise, Class<?> type)
      throws ReflectiveOperationException {
    var event = make(type, false);
    var json = flat(event);
    for (var c : type.getRecordComponents()) {
      if (envelope(type).contains(wireName(c))) continue;
      var value = json.get(wireName(c));
      switch (c.getAccessor().invoke(event)) {
        case String text -> assertThat(value.textValue()).isEqualTo(text);
        case Integer number -> assertThat(value.intValue()).isEqualTo(number);
        case Long number -> assertThat(value.longValue()).isEqualTo(number);
        case Double number -> assertThat(value.doubleValue()).isEqualTo(number);
        case Boolean truth -> assertThat(value.booleanValue()).isEqualTo(truth);
        case CallId id -> assertThat(value.textValue()).isEqualTo(id.value());
        case Headers _ ->
            assertThat(value).hasToString("{\"X-Tag\":\"1\",\"Reason\":[\"SIP\",\"Q.850\"]}");
        case List<?> _ when wireName(c).equals("headers") ->
            assertThat(value).hasToString("[{\"key\":\"X-Tag\",\"value\":\"1\"}]");
        case List<?> _ -> assertThat(value).hasToString("[440.5]");
        case CodecScheme _ ->
            assertThat(value)
                .hasToString(
                    "{\"codec\":\"PCMU\",\"payloadType\":0,\"clockRate\":8000,\"packetTime\":20,"
                        + "\"telephoneEventType\":101}");
        default -> throw new AssertionError("unknown kind of field: " + c);
      }
    }
    assertThat(json.get("name").textValue()).isEqualTo(Contracts.wireName(promise));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("promises")
  void outsideAFieldWithoutAValueIsAbsent(JsonNode promise, Class<?> type)
      throws ReflectiveOperationException {
    var expected = new HashSet<>(names(components(type).filter(c -> !isNullable(c))));
    expected.addAll(envelope(type));
    var json = flat(make(type, true));
    assertThat(namesOf(json)).isEqualTo(expected);
    assertThat(json.valueStream()).noneMatch(JsonNode::isNull);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("promises")
  void outsideTheEnvelopeComesFirst(JsonNode promise, Class<?> type)
      throws ReflectiveOperationException {
    var json = flat(make(type, false));
    assertThat(json.propertyStream().map(Map.Entry::getKey).limit(envelope(type).size()))
        .containsExactlyElementsOf(envelope(type));
    assertThat(json.get("seq").longValue()).isEqualTo(3);
    assertThat(json.get("at").textValue()).isEqualTo("2026-11-22T06:00:00.120Z");
    assertThat(json.get("sessionId").textValue()).isEqualTo("4711");
    if (CallEvent.class.isAssignableFrom(type)) {
      assertThat(json.get("callId").textValue()).isEqualTo("4711-2");
      assertThat(json.get("id").textValue()).isEqualTo("4711-2");
    }
  }

  // The contract

  private static Arguments promise(JsonNode event, Class<?> family) {
    var name = event.get("name").asText();
    var type =
        Arrays.stream(family.getPermittedSubclasses())
            .filter(each -> each.getSimpleName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no record for " + name));
    return Arguments.of(Named.of(name, event), type);
  }

  private static Map<String, String> wireNames(JsonNode events) {
    return events
        .valueStream()
        .collect(Collectors.toMap(e -> e.get("name").asText(), Contracts::wireName));
  }

  /// Name to whether it is optional.
  private static Map<String, Boolean> promised(JsonNode event, Class<?> type) {
    var fields = new HashMap<String, Boolean>();
    boolean ofCall = CallEvent.class.isAssignableFrom(type);
    for (var field : event.get("fields")) {
      var name = field.get("name").asText();
      if (!ofCall || !OF_ENVELOPE.contains(name))
        fields.put(name, field.get("optional").asBoolean());
    }
    return fields;
  }

  private static Set<String> observed(JsonNode event) {
    return event
        .path("observedExtraFields")
        .valueStream()
        .map(field -> field.get("name").asText())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static JsonNodeType jsonType(String contract) {
    if (contract.startsWith("{")) return JsonNodeType.OBJECT;
    return switch (contract) {
      case "number" -> JsonNodeType.NUMBER;
      case "boolean" -> JsonNodeType.BOOLEAN;
      case "number[]", "array" -> JsonNodeType.ARRAY;
      default -> JsonNodeType.STRING;
    };
  }

  // The records

  private static Map<String, String> records(Class<?> family) {
    return Arrays.stream(family.getPermittedSubclasses())
        .collect(Collectors.toMap(Class::getSimpleName, EventContractTest::typeName));
  }

  private static String typeName(Class<?> type) {
    return type.getAnnotation(JsonTypeName.class).value();
  }

  private static Stream<RecordComponent> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents());
  }

  private static Set<String> names(Stream<RecordComponent> components) {
    return components.map(EventContractTest::wireName).collect(Collectors.toSet());
  }

  private static String wireName(RecordComponent component) {
    var named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? component.getName() : named.value();
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static boolean isObserved(RecordComponent component) {
    return component.isAnnotationPresent(Observed.class);
  }

  private static Object make(Class<?> type, boolean bare) throws ReflectiveOperationException {
    var types = components(type).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var values = components(type).map(c -> bare && isNullable(c) ? null : example(c)).toArray();
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object example(RecordComponent c) {
    int number = c.getName().length();
    if (c.getType() == String.class) return "the " + c.getName();
    if (c.getType() == int.class || c.getType() == Integer.class) return number;
    if (c.getType() == long.class) return (long) number;
    if (c.getType() == double.class) return number + 0.5;
    if (c.getType() == boolean.class || c.getType() == Boolean.class) return true;
    if (c.getType() == CallId.class) return CALL;
    if (c.getType() == CodecScheme.class) return new CodecScheme("PCMU", 0, 8000, 20, 101);
    if (c.getType() == Headers.class)
      return Headers.of("X-Tag", "1").with("Reason", "SIP").with("Reason", "Q.850");
    if (c.getName().equals("headers")) return List.of(new KeyValue("X-Tag", "1"));
    return List.of(440.5);
  }

  // Their JSON

  private static ObjectNode flat(Object event) {
    return switch (event) {
      case CallEvent call -> WireJson.flat(new NumberedCallEvent(CALL, 3, AT, call));
      case AppEvent app -> WireJson.flat(new NumberedAppEvent(SESSION, 3, AT, app));
      default -> throw new AssertionError("no event: " + event);
    };
  }

  /// In their order.
  private static List<String> envelope(Class<?> type) {
    return CallEvent.class.isAssignableFrom(type)
        ? List.of("seq", "at", "sessionId", "callId", "name", "id")
        : List.of("seq", "at", "sessionId", "name");
  }

  private static Set<String> namesOf(ObjectNode json) {
    return json.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }
}
