package io.ringmaster.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.jspecify.annotations.Nullable;

/// JSON in and out. What comes in is taken strictly: a field nobody knows, or of the wrong kind, is refused by its name, because
/// a misspelt option that is silently dropped costs somebody an hour.
final class Json {

  private static final ObjectMapper MAPPER =
      WireJson.configure(
              JsonMapper.builder()
                  .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .addModule(
              new SimpleModule("ringmaster-instants")
                  .addSerializer(Instant.class, new Milliseconds()))
          .build();

  /// Fields of commands that may be left out although they are plain booleans; they then mean no.
  private static final Set<String> FLAGS = Set.of("loop", "progressivePlayback", "stereo");

  private Json() {}

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static HttpResponse ok(Object value) {
    return response(StatusCodes.OK, value);
  }

  static HttpResponse response(StatusCode status, Object value) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, tree(value).toString()));
  }

  /// @throws Refusal 400 with the position where the text is not JSON, or when it is not an object
  static ObjectNode parse(String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      int line = at == null ? 1 : at.getLineNr();
      int column = at == null ? 1 : at.getColumnNr();
      String what =
          e.getOriginalMessage()
              .lines()
              .findFirst()
              .orElse("")
              .replaceAll("\\s*at \\[Source:.*", "");
      throw Problems.badRequest(
              "The body is not JSON at line %d, column %d: %s.".formatted(line, column, what))
          .with("line", line)
          .with("column", column);
    }
    if (node instanceof ObjectNode object) return object;
    throw Problems.badRequest("The body must be a JSON object, such as {\"name\": \"value\"}.");
  }

  /// The object as a record: its components are the only fields allowed; those that are not nullable must be there.
  ///
  /// @param also a field that is allowed besides them
  /// @throws Refusal 422 naming the field
  static <R> R read(ObjectNode json, Class<? extends R> type, String... also) {
    var components = List.of(type.getRecordComponents());
    var names = components.stream().map(RecordComponent::getName).toList();
    for (var field : (Iterable<String>) json::fieldNames) {
      if (!names.contains(field) && !Arrays.asList(also).contains(field))
        throw unknownField(field, names);
    }
    for (var component : components) {
      var value = json.get(component.getName());
      if ((value == null || value.isNull()) && isRequired(component)) {
        throw field(
            component.getName(),
            "the field '%s' is missing; it must be %s"
                .formatted(component.getName(), kindOf(component.getType())));
      }
      if (component.getType() == Headers.class && value != null && !value.isNull()) {
        HeaderFields.check(component.getName(), value);
      }
    }
    try {
      return MAPPER.treeToValue(json, type);
    } catch (JsonMappingException e) {
      throw mismatch(e, components);
    } catch (JsonProcessingException e) {
      throw Problems.unprocessable("The body cannot be used: " + e.getOriginalMessage());
    }
  }

  static Refusal field(String name, String sentence) {
    return Problems.unprocessable(
            Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".")
        .with("field", name);
  }

  private static Refusal unknownField(String field, Collection<String> known) {
    return field(
            field,
            known.isEmpty()
                ? "there is no field '%s' here, nor any other".formatted(field)
                : "there is no field '%s' here; the fields are %s"
                    .formatted(field, String.join(", ", known)))
        .with("known", known);
  }

  private static Refusal mismatch(JsonMappingException e, List<RecordComponent> components) {
    var path = new StringBuilder();
    for (var step : e.getPath()) {
      if (step.getFieldName() == null) path.append('[').append(step.getIndex()).append(']');
      else path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
    }
    String name = path.toString();
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException refused) {
        return field(
            name, "the field '%s' cannot be used: %s".formatted(name, refused.getMessage()));
      }
    }
    Class<?> inner =
        e instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null;
    Class<?> wanted =
        components.stream()
            .filter(component -> component.getName().equals(name))
            .<Class<?>>map(RecordComponent::getType)
            .findFirst()
            .orElse(inner);
    return field(name, "the field '%s' must be %s".formatted(name, kindOf(wanted)));
  }

  private static boolean isRequired(RecordComponent component) {
    return !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && !FLAGS.contains(component.getName());
  }

  private static String kindOf(@Nullable Class<?> type) {
    if (type == null) return "of another kind";
    if (type == String.class) return "a text";
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class)
      return "a whole number";
    if (type == double.class || type == Double.class) return "a number";
    if (type == boolean.class || type == Boolean.class) return "true or false";
    if (Collection.class.isAssignableFrom(type)) return "a list";
    return switch (type.getSimpleName()) {
      case "CallId" -> "a call id, such as \"4711-1\"";
      case "Headers", "Map", "LinkedHashMap" -> "an object of header names and texts";
      default -> "of another kind";
    };
  }

  /// Instants as the events have them: UTC with milliseconds.
  private static final class Milliseconds extends StdSerializer<Instant> {

    private static final long serialVersionUID = 1L;

    Milliseconds() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(WireJson.time(value));
    }
  }
}
