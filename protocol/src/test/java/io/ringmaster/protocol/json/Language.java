package io.ringmaster.protocol.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Every record of this module, so that no list of them has to be kept.
final class Language {

  private Language() {}

  static List<Class<?>> records() {
    try {
      var root =
          Path.of(WireJson.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
            .sorted()
            .<Class<?>>map(Language::load)
            .filter(Class::isRecord)
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// What a value of this type is read back as: the widest type that writes the name of its kind.
  static Class<?> readAs(Class<?> type) {
    for (var wider : type.getInterfaces()) {
      if (wider.isSealed() && isNamed(wider)) return readAs(wider);
    }
    return type;
  }

  private static boolean isNamed(Class<?> type) {
    return type.isAnnotationPresent(JsonTypeInfo.class)
        || List.of(type.getInterfaces()).stream().anyMatch(Language::isNamed);
  }

  private static Class<?> load(String file) {
    var name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, Language.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
