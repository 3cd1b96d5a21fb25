package io.ringmaster.protocol.json;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Draws values of any record or sealed type of the language from what its components say of themselves.
final class AnyValue {

  private final Map<Type, Arbitrary<Object>> known = new HashMap<>();

  Arbitrary<Object> of(Type type) {
    var drawn = known.get(type);
    if (drawn == null) {
      drawn = draw(type);
      known.put(type, drawn);
    }
    return drawn;
  }

  private Arbitrary<Object> draw(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class)
      return of(list.getActualTypeArguments()[0]).list().ofMaxSize(3).asGeneric();
    if (!(type instanceof Class<?> c)) throw new AssertionError("no arbitrary for " + type);
    if (c == Headers.class) return headers().asGeneric();
    if (c == SessionId.class) return sessionIds().asGeneric();
    if (c == CallId.class) return callIds().asGeneric();
    if (c.isSealed())
      return Arbitraries.oneOf(
          Arrays.stream(c.getPermittedSubclasses()).<Arbitrary<Object>>map(this::of).toList());
    if (c.isEnum()) return Arbitraries.of(c.getEnumConstants()).asGeneric();
    if (c.isRecord()) return record(c);
    return simple(c);
  }

  private Arbitrary<Object> record(Class<?> type) {
    var components = Arrays.asList(type.getRecordComponents());
    if (components.isEmpty()) return Arbitraries.create(() -> make(type, List.of()));
    return Combinators.combine(components.stream().map(this::component).toList())
        .as(values -> make(type, values));
  }

  @SuppressWarnings(
      "NullAway") // an arbitrary of jqwik does not say in its type that it may draw null
  private Arbitrary<Object> component(RecordComponent component) {
    var value = of(component.getGenericType());
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return nullable ? value.injectNull(0.3) : value;
  }

  private static Arbitrary<Object> simple(Class<?> type) {
    if (type == String.class) return texts().asGeneric();
    if (type == int.class || type == Integer.class) return Arbitraries.integers().asGeneric();
    if (type == long.class) return Arbitraries.longs().asGeneric();
    if (type == double.class || type == Double.class) return Arbitraries.doubles().asGeneric();
    if (type == boolean.class || type == Boolean.class)
      return Arbitraries.of(true, false).asGeneric();
    if (type == char.class)
      return Arbitraries.of("0123456789*#ABCDé☎".chars().mapToObj(c -> (char) c).toList())
          .asGeneric();
    if (type == Instant.class)
      return Arbitraries.longs()
          .between(-1_000_000_000_000L, 10_000_000_000_000L)
          .map(Instant::ofEpochMilli)
          .asGeneric();
    throw new AssertionError("no arbitrary for " + type);
  }

  /// Any text that UTF-8 can carry, and often one that is awkward.
  static Arbitrary<String> texts() {
    var characters =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0x7f),
            Arbitraries.integers()
                .between(0x80, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
    return Arbitraries.oneOf(
        characters
            .list()
            .ofMaxSize(12)
            .map(all -> all.stream().map(Character::toString).reduce("", String::concat)),
        Arbitraries.of("", " ", "null", "type", "name", "\"\\", "\r\n", "\0", "\u2028", "😀", "1"));
  }

  static Arbitrary<Headers> headers() {
    var names =
        Arbitraries.oneOf(
            texts(), Arbitraries.of("X-Tag", "x-tag", "Reason", "type", "name", "fields", "empty"));
    return Arbitraries.maps(names, texts().list().ofMaxSize(3)).ofMaxSize(4).map(Headers::new);
  }

  static Arbitrary<SessionId> sessionIds() {
    return Arbitraries.longs()
        .between(1, (1L << 53) - 1)
        .map(number -> new SessionId(Long.toString(number)));
  }

  static Arbitrary<CallId> callIds() {
    return Combinators.combine(sessionIds(), Arbitraries.integers().between(1, 999_999))
        .as(SessionId::call);
  }

  private static Object make(Class<?> type, List<Object> values) {
    try {
      return constructor(type).newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make a " + type + " of " + values, e);
    }
  }

  private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
    var types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types);
  }
}
