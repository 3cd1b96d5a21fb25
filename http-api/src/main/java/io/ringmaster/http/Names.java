package io.ringmaster.http;

import java.util.regex.Pattern;

/// Names that people give to scenarios and rules.
final class Names {

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._-]{0,99}");

  private Names() {}

  /// @throws Refusal 422
  static String check(String what, String name) {
    if (NAME.matcher(name).matches()) return name;
    throw Problems.unprocessable(
        "'%s' cannot be the name of a %s. Use 1 to 100 letters, digits, spaces, dots, dashes and underscores, beginning with a letter, a digit or an underscore."
            .formatted(name, what));
  }
}
