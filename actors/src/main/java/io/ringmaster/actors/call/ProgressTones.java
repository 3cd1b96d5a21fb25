package io.ringmaster.actors.call;

import java.util.Optional;

/// Ringback tones by country, as tone scripts: frequency@level dB, then total length (on/off/which tones).
final class ProgressTones {

  private ProgressTones() {}

  static Optional<String> of(String country) {
    return switch (country) {
      case "RU" -> Optional.of("425@-19;5(1/4/1)");
      case "US" -> Optional.of("440@-19,480@-19;6(2/4/1+2)");
      default -> Optional.empty();
    };
  }
}
