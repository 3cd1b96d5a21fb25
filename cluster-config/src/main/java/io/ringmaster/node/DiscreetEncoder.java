package io.ringmaster.node;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Writes log lines, but no secrets. Nothing of ours logs one on purpose; this is for what slips through inside SIP messages, URLs
/// and exceptions of libraries. Works on the appender's thread, not on that of a call.
public final class DiscreetEncoder extends PatternLayoutEncoder {

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{24} - %msg%n%rootException";

  /// A header with credentials up to the end of its line; or a name that means a secret, and its value.
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:proxy-)?authorization[\"']?\\s*[:=]\\s*)[^\\r\\n]+"
              + "|((?:password|passwd|secret|api[-_]?key|access[-_]?token)[\"']?\\s*[:=]\\s*)(?:\"[^\"]*\"|'[^']*'|[^\\s,;&)\\]}]+)"
              + "|(jdbc:[^\\s@]*?//[^\\s:/@]+:)[^\\s@/]+(?=@)");

  public DiscreetEncoder() {
    setPattern(PATTERN);
    setCharset(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return withoutSecrets(getLayout().doLayout(event)).getBytes(StandardCharsets.UTF_8);
  }

  static String withoutSecrets(String text) {
    return SECRET
        .matcher(text)
        .replaceAll(found -> prefix(found.group(1), found.group(2), found.group(3)) + "***");
  }

  private static String prefix(String... groups) {
    for (String group : groups) {
      if (group != null) return java.util.regex.Matcher.quoteReplacement(group);
    }
    return "";
  }
}
