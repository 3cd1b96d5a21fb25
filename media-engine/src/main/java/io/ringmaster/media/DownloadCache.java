package io.ringmaster.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Downloaded files by URL, in one directory. Files appear whole, so several engines may share the directory.
final class DownloadCache {

  private final Path directory;
  private final long limit;
  private final Duration age;

  /// @param limit bytes of all files together
  /// @param age how long a file is good
  DownloadCache(Path directory, long limit, Duration age) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.limit = limit;
    this.age = age;
  }

  Optional<Path> find(String url) {
    Path file = fileOf(url);
    try {
      Instant downloaded = Files.getLastModifiedTime(file).toInstant();
      boolean good = downloaded.plus(age).isAfter(Instant.now());
      return good ? Optional.of(file) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path keep(String url, byte[] body) {
    Path file = fileOf(url);
    try {
      Path part = Files.createTempFile(directory, "download", ".part");
      try {
        Files.write(part, body);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      prune(file);
    } catch (IOException e) {
      throw new SoundUnavailable("the file cannot be kept: " + e, e);
    }
    return file;
  }

  private record Kept(Path file, Instant since, long size) {}

  private synchronized void prune(Path newest) throws IOException {
    List<Kept> all = new ArrayList<>();
    long total = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Kept kept = look(file);
        if (kept == null) continue; // someone else pruned it
        all.add(kept);
        total += kept.size();
      }
    }
    all.sort(Comparator.comparing(Kept::since));
    for (Kept old : all) {
      if (total <= limit) return;
      if (old.file().equals(newest)) continue;
      Files.deleteIfExists(old.file());
      total -= old.size();
    }
  }

  private static @Nullable Kept look(Path file) throws IOException {
    try {
      var facts = Files.readAttributes(file, BasicFileAttributes.class);
      return new Kept(file, facts.lastModifiedTime().toInstant(), facts.size());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private Path fileOf(String url) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
      return directory.resolve(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
