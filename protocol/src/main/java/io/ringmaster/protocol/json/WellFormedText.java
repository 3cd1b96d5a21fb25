package io.ringmaster.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Puts U+FFFD in the place of every surrogate that stands alone. JSON lets a scenario or a client write one (`"\ud800"`), UTF-8
/// does not: such a text could never be journaled, and its session would come to a stop. In names Jackson itself refuses them.
final class WellFormedText extends SimpleModule {

  private static final long serialVersionUID = 1L;

  WellFormedText() {
    super("ringmaster-well-formed-text");
    addDeserializer(String.class, new Value());
  }

  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) return repaired(text);
    }
    return text;
  }

  private static String repaired(String text) {
    var repaired = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(repaired::appendCodePoint);
    return repaired.toString();
  }

  private static final class Value extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1L;

    Value() {
      super(String.class);
    }

    @Override
    @SuppressWarnings("NullAway") // null is Jackson's own way to hand on a null
    public @Nullable String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = StringDeserializer.instance.deserialize(parser, context);
      return text == null ? null : of(text);
    }
  }
}
