package io.ringmaster.protocol.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import io.ringmaster.protocol.event.NumberedAppEvent;
import io.ringmaster.protocol.event.NumberedCallEvent;
import io.ringmaster.protocol.event.NumberedEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// JSON for the outside: one mapper, and the flat shape of an event.
public final class WireJson {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final ObjectMapper MAPPER = configure(JsonMapper.builder()).build();

  private WireJson() {}

  /// The mapper; shared and not to be reconfigured.
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /// Applies what JSON and CBOR have in common.
  public static <M extends ObjectMapper, B extends MapperBuilder<M, B>> B configure(B builder) {
    return builder
        .addModules(
            new SealedTypes(),
            new WellFormedText(),
            new JavaTimeModule(),
            new Jdk8Module(),
            new ParameterNamesModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(
                JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL));
  }

  /// An instant as the outside sees it: UTC with milliseconds.
  public static String time(Instant at) {
    return MILLIS.format(at);
  }

  /// An event as the outside sees it: one flat object.
  public static ObjectNode flat(NumberedEvent numbered) {
    return switch (numbered) {
      case NumberedCallEvent call -> flat(call);
      case NumberedAppEvent app -> flat(app);
    };
  }

  /// `{"seq", "at", "sessionId", "callId", "name", "id", ...the event's own fields}`.
  private static ObjectNode flat(NumberedCallEvent numbered) {
    var json = MAPPER.createObjectNode();
    json.put("seq", numbered.seq());
    json.put("at", time(numbered.at()));
    json.put("sessionId", numbered.callId().session().value());
    json.put("callId", numbered.callId().value());
    json.put("name", numbered.event().name());
    json.put("id", numbered.callId().value());
    json.setAll((ObjectNode) MAPPER.valueToTree(numbered.event()));
    return json;
  }

  /// `{"seq", "at", "sessionId", "name", ...the event's own fields}`. The session's id stays text, also in `Started`.
  private static ObjectNode flat(NumberedAppEvent numbered) {
    var json = MAPPER.createObjectNode();
    json.put("seq", numbered.seq());
    json.put("at", time(numbered.at()));
    json.put("sessionId", numbered.sessionId().value());
    json.put("name", numbered.event().name());
    ObjectNode event = MAPPER.valueToTree(numbered.event());
    event.remove("sessionId");
    json.setAll(event);
    return json;
  }

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }
}
