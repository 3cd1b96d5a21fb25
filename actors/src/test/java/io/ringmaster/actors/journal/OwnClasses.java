package io.ringmaster.actors.journal;

import io.ringmaster.actors.ClusterMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The compiled classes of this module, so that no list of them has to be kept.
public final class OwnClasses {

  private OwnClasses() {}

  /// Every record and enum constant's class that is a `kind`.
  public static List<Class<?>> implementing(Class<?> kind) {
    try {
      var root =
          Path.of(ClusterMessage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
            .sorted()
            .<Class<?>>map(OwnClasses::load)
            .filter(type -> kind.isAssignableFrom(type) && (type.isRecord() || type.isEnum()))
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String file) {
    var name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      return Class.forName(name, false, OwnClasses.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
