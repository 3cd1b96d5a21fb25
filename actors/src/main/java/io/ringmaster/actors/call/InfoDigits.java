package io.ringmaster.actors.call;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// DTMF in SIP INFO: `application/dtmf-relay` (`Signal=5`) and `application/dtmf` (`5`), as phones send it.
final class InfoDigits {

  /// The VoxEngine DTMF type of SIP INFO.
  static final int DTMF_TYPE = 3;

  private static final Pattern SIGNAL =
      Pattern.compile("(?im)^\\s*signal\\s*=\\s*([0-9*#a-d])\\s*$");

  private InfoDigits() {}

  static Optional<Character> read(String mimeType, String body) {
    String type = mimeType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    return switch (type) {
      case "application/dtmf-relay" -> {
        var found = SIGNAL.matcher(body);
        yield found.find()
            ? Optional.of(Character.toUpperCase(found.group(1).charAt(0)))
            : Optional.empty();
      }
      case "application/dtmf" -> {
        String digit = body.strip().toUpperCase(Locale.ROOT);
        yield digit.matches("[0-9*#A-D]") ? Optional.of(digit.charAt(0)) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }
}
