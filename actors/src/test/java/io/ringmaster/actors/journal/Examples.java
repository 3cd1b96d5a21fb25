package io.ringmaster.actors.journal;

import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.SessionId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/// Makes values of any record of ours, always the same ones, by looking at its components: one with everything in it, one with
/// everything left out that may be, and one for each choice that a sealed type or an enum offers anywhere inside. Each has a
/// label that says what is particular about it, such as `TurnTaken.input=TimersDue`; the plain one's is the type alone.
public final class Examples {

  private static final String BARE = "bare";

  private final ActorRef<?> ref;

  /// - `ref`: stands wherever somebody is to be told something.
  public Examples(ActorRef<?> ref) {
    this.ref = ref;
  }

  /// Every example of a sealed type, an enum or a record, by its label.
  public Map<String, Object> of(Class<?> type) {
    var all = new LinkedHashMap<String, Object>();
    if (type.isSealed()) {
      for (var permitted : type.getPermittedSubclasses()) all.putAll(of(permitted));
    } else if (type.isEnum()) {
      for (var constant : type.getEnumConstants()) all.put(constant.toString(), constant);
    } else {
      variants(type).forEach((label, value) -> all.put(type.getSimpleName() + label, value));
    }
    return all;
  }

  private Map<String, Object> variants(Class<?> type) {
    var components = type.getRecordComponents();
    var full = Arrays.stream(components).map(this::plain).toArray();
    var all = new LinkedHashMap<String, Object>();
    all.put("", make(type, full));
    var bare = Arrays.stream(components).map(this::least).toArray();
    if (!Arrays.equals(full, bare)) all.put("." + BARE, make(type, bare));
    for (int i = 0; i < components.length; i++) {
      var component = components[i];
      var choices = choices(component.getGenericType());
      for (var choice : choices.entrySet()) {
        var values = full.clone();
        values[i] = choice.getValue();
        all.put("." + component.getName() + "=" + choice.getKey(), make(type, values));
      }
    }
    return all;
  }

  /// What a component of this type may hold besides its plain value.
  private Map<String, Object> choices(Type type) {
    var choices = new LinkedHashMap<String, Object>();
    switch (type) {
      case Class<?> c when isComposite(c) ->
          of(c)
              .forEach((label, value) -> {
                if (!label.equals(c.getSimpleName())) choices.put(label, value);
              });
      case ParameterizedType list when list.getRawType() == List.class ->
          choices(argument(list)).forEach((label, value) -> choices.put(label, List.of(value)));
      case ParameterizedType optional when optional.getRawType() == Optional.class ->
          choices(argument(optional))
              .forEach((label, value) -> choices.put(label, Optional.of(value)));
      default -> {}
    }
    return choices;
  }

  private Object plain(RecordComponent component) {
    return plain(component.getGenericType(), component.getName());
  }

  private Object plain(Type type, String name) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class ->
          List.of(plain(argument(list), name));
      case ParameterizedType optional when optional.getRawType() == Optional.class ->
          Optional.of(plain(argument(optional), name));
      case ParameterizedType reference when reference.getRawType() == ActorRef.class -> ref;
      case Class<?> c when isComposite(c) -> of(c).values().iterator().next();
      case Class<?> c -> simple(c, name);
      default -> throw new IllegalArgumentException("no example of " + type);
    };
  }

  private static Object simple(Class<?> type, String name) {
    int number = name.length() + 100;
    if (type == String.class) return name + " ☎";
    if (type == int.class || type == Integer.class) return number;
    if (type == long.class || type == Long.class) return (1L << 40) + number;
    if (type == double.class || type == Double.class) return number + 0.5;
    if (type == boolean.class || type == Boolean.class) return true;
    if (type == char.class) return '#';
    if (type == Instant.class) return Instant.parse("2026-11-22T06:00:00.123Z");
    if (type == SessionId.class) return new SessionId("9007199254740991");
    if (type == CallId.class) return new CallId("9007199254740991-7");
    if (type == Headers.class)
      return Headers.of("X-Tag", "1").with("Reason", "SIP;cause=200").with("Reason", "Q.850");
    throw new IllegalArgumentException("no example of " + type);
  }

  /// The component with as little in it as may be.
  private @Nullable Object least(RecordComponent component) {
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) return null;
    if (component.getType() == List.class) return List.of();
    if (component.getType() == Optional.class) return Optional.empty();
    if (component.getType() == Headers.class) return Headers.NONE;
    return plain(component);
  }

  private static boolean isComposite(Class<?> type) {
    return type.isSealed()
        || type.isEnum()
        || (type.isRecord()
            && type != SessionId.class
            && type != CallId.class
            && type != Headers.class);
  }

  private static Type argument(ParameterizedType type) {
    return type.getActualTypeArguments()[0];
  }

  private static Object make(Class<?> type, @Nullable Object[] values) {
    try {
      var types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make a " + type, e);
    }
  }
}
