package io.ringmaster.media;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds sounds, decodes each once, and keeps what fits in memory. All work is done on two threads of its own, away from the event loops.
/// Several who ask for the same sound at the same time share one download.
final class SoundLibrary implements AutoCloseable {

  private final MediaSettings.Sounds settings;
  private final ExecutorService workers;
  private final DownloadCache cache;
  private final Download download;
  private final Map<String, CompletableFuture<Sound>> underway = new ConcurrentHashMap<>();
  private final LinkedHashMap<String, Sound> decoded = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  SoundLibrary(MediaSettings.Sounds settings) throws IOException {
    this.settings = settings;
    this.cache = new DownloadCache(settings.cache(), settings.cacheLimit(), settings.cacheAge());
    this.workers =
        Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("media-sounds-", 0).daemon().factory());
    this.download = new Download(settings.downloadTimeout(), settings.downloadLimit(), workers);
  }

  /// The sound behind an `http:`, `https:` or `file:` URL. Fails with [SoundUnavailable].
  CompletableFuture<Sound> load(String url) {
    if (url.startsWith("file:")) {
      return once(url, () -> supply(() -> local(url.substring("file:".length()))));
    }
    Sound known = recall(url);
    return known != null ? CompletableFuture.completedFuture(known) : once(url, () -> remote(url));
  }

  /// One cycle of a tone script. Fails with [SoundUnavailable].
  CompletableFuture<Sound> tone(String script) {
    String key = "tone:" + script;
    Sound known = recall(key);
    if (known != null) return CompletableFuture.completedFuture(known);
    return once(key, () -> supply(() -> keep(key, Sound.of(ToneScript.parse(script).samples()))));
  }

  private CompletableFuture<Sound> once(String key, Supplier<CompletableFuture<Sound>> work) {
    CompletableFuture<Sound> mine = new CompletableFuture<>();
    CompletableFuture<Sound> others = underway.putIfAbsent(key, mine);
    if (others != null) return others;
    var _ =
        work.get()
            .whenComplete((sound, failure) -> {
              underway.remove(key);
              if (failure == null) mine.complete(sound);
              else mine.completeExceptionally(failure);
            });
    return mine;
  }

  private CompletableFuture<Sound> supply(Supplier<Sound> work) {
    return CompletableFuture.supplyAsync(work, workers);
  }

  /// `name` is a name below the directory of sounds and nothing else: no way up, no absolute path, no link out of it.
  private Sound local(String name) {
    Path asked;
    try {
      Path home = settings.directory().toRealPath();
      asked = home.resolve(name).toRealPath();
      if (!asked.startsWith(home) || !Files.isRegularFile(asked)) {
        throw new SoundUnavailable("there is no sound file '%s'".formatted(name));
      }
      if (Files.size(asked) > settings.downloadLimit()) throw tooLarge();
      String key = "%s %s %d".formatted(asked, Files.getLastModifiedTime(asked), Files.size(asked));
      Sound known = recall(key);
      return known != null ? known : keep(key, decode(asked));
    } catch (IOException | IllegalArgumentException e) {
      throw new SoundUnavailable("there is no sound file '%s'".formatted(name), e);
    }
  }

  private CompletableFuture<Sound> remote(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new SoundUnavailable("'%s' is no URL".formatted(url), e));
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      return CompletableFuture.failedFuture(
          new SoundUnavailable("'%s' is neither http(s) nor file:NAME".formatted(url)));
    }
    return CompletableFuture.supplyAsync(() -> cache.find(url), workers)
        .thenCompose(found ->
            found.isPresent()
                ? CompletableFuture.completedFuture(found.get())
                : download.fetch(uri).thenApplyAsync(body -> cache.keep(url, body), workers))
        .thenApplyAsync(file -> keep(url, decode(file)), workers);
  }

  private Sound decode(Path file) {
    long limit = settings.durationLimit().toSeconds() * Codec.RATE;
    try {
      short[] plain = WavFile.read(file);
      short[] samples = plain != null ? plain : SoundDecoder.read(file, limit);
      if (samples.length == 0) throw new IOException("there is no sound in it");
      return Sound.of(samples);
    } catch (IOException e) {
      throw new SoundUnavailable("the file is not a sound that can be played", e);
    }
  }

  private SoundUnavailable tooLarge() {
    return new SoundUnavailable(
        "the file is larger than %d bytes".formatted(settings.downloadLimit()));
  }

  private synchronized @Nullable Sound recall(String key) {
    return decoded.get(key);
  }

  private synchronized Sound keep(String key, Sound sound) {
    Sound before = decoded.put(key, sound);
    weight += sound.weight() - (before == null ? 0 : before.weight());
    var eldest = decoded.values().iterator();
    while (weight > settings.memoryLimit() && eldest.hasNext()) {
      weight -= eldest.next().weight();
      eldest.remove();
    }
    return sound;
  }

  @Override
  public void close() {
    download.close();
    workers.shutdownNow();
  }
}
