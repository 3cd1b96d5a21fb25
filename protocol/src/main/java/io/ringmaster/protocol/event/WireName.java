package io.ringmaster.protocol.event;

import com.fasterxml.jackson.annotation.JsonTypeName;

/// Reads the wire name that an event type declares.
final class WireName {

  private static final ClassValue<String> NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return type.getAnnotation(JsonTypeName.class).value();
        }
      };

  private WireName() {}

  static String of(Class<?> type) {
    return NAMES.get(type);
  }
}
