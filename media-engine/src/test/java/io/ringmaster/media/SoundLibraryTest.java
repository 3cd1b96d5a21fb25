package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SoundLibraryTest {

  @TempDir private Path data;
  private HttpServer server;
  private ExecutorService handlers;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private SoundLibrary underTest;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    handlers = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(handlers);
    server.createContext("/", this::answer);
    server.start();
    Files.createDirectories(data.resolve("sounds"));
    underTest = library(Duration.ofSeconds(5), 100_000);
  }

  @AfterEach
  void close() {
    over.countDown();
    underTest.close();
    server.stop(0);
    handlers.close();
  }

  private SoundLibrary library(Duration timeout, long limit) throws IOException {
    return new SoundLibrary(MediaSettings.Sounds.below(data).withDownload(timeout, limit));
  }

  private void answer(HttpExchange exchange) {
    requests.incrementAndGet();
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = files.get(path);
      if (path.startsWith("/slow")) {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write(new byte[10]);
        exchange.getResponseBody().flush();
        over.await();
      } else if (body == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  private static short[] samples(Sound sound) {
    byte[] codes = sound.in(Codec.PCMA);
    short[] samples = new short[codes.length];
    for (int i = 0; i < codes.length; i++) samples[i] = Codec.PCMA.decode(codes[i]);
    return samples;
  }

  @ParameterizedTest
  @CsvSource({
    "mp3, 44100, 44100, 60",
    "mp3, 16000, 8000, 80",
    "ogg, 44100, 22050, 60",
    "flac, 48000, 48000, 5",
    "wav, 44100, 22050, 5",
    "wav, 8000, 4000, 1"
  })
  void soundsOfAnyKindAndRateBecomeTelephoneSound(
      String ending, int rate, int length, int tolerance) throws IOException {
    files.put("/tone", Sounds.encoded(ending, 440, rate, length));
    Sound sound = underTest.load(url("/tone")).join();
    assertThat((double) sound.duration())
        .isCloseTo(1000.0 * length / rate, within((double) tolerance));
    short[] samples = samples(sound);
    int middle = samples.length / 2;
    assertThat(Sounds.share(440, samples, middle - 1000, middle + 1000)).isGreaterThan(0.97);
    assertThat(Sounds.level(samples, middle - 1000, middle + 1000)).isCloseTo(7071, within(400.0));
  }

  @Test
  void aSoundIsFetchedOnceForAllWhoAskAndByLaterEnginesToo() throws IOException {
    files.put("/a.wav", PlaybackTest.wav(new short[800]));
    var first = underTest.load(url("/a.wav"));
    var second = underTest.load(url("/a.wav"));
    assertThat(first.join()).isSameAs(second.join());
    assertThat(underTest.load(url("/a.wav")).join()).isSameAs(first.join());
    try (SoundLibrary later = library(Duration.ofSeconds(5), 100_000)) {
      assertThat(later.load(url("/a.wav")).join().length()).isEqualTo(800);
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void failuresAreNotKept() {
    assertThatThrownBy(() -> underTest.load(url("/late.wav")).join())
        .hasRootCauseMessage("HTTP response code said error: 404");
    files.put("/late.wav", PlaybackTest.wav(new short[160]));
    assertThat(underTest.load(url("/late.wav")).join().length()).isEqualTo(160);
  }

  @Test
  void aServerThatStallsIsGivenUp() throws IOException {
    try (SoundLibrary impatient = library(Duration.ofMillis(300), 100_000)) {
      assertThatThrownBy(() -> impatient.load(url("/slow")).join())
          .hasCauseInstanceOf(SoundUnavailable.class)
          .hasMessageContaining("Timeout is reached");
    }
  }

  @Test
  void aFileBeyondTheLimitIsRefused() {
    files.put("/big.wav", new byte[100_001]);
    assertThatThrownBy(() -> underTest.load(url("/big.wav")).join())
        .hasMessageContaining("the file is larger than 100000 bytes");
  }

  @Test
  void whatIsNoSoundIsRefused() {
    files.put("/page.html", "<html>no sound</html>".getBytes(StandardCharsets.UTF_8));
    files.put("/empty.wav", PlaybackTest.wav(new short[0]));
    files.put(
        "/list.m3u8", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n".getBytes(StandardCharsets.UTF_8));
    for (String path : new String[] {"/page.html", "/empty.wav", "/list.m3u8"}) {
      assertThatThrownBy(() -> underTest.load(url(path)).join())
          .hasMessageContaining("the file is not a sound that can be played");
    }
  }

  @Test
  void whatIsNoUrlIsRefusedInWords() {
    assertThatThrownBy(() -> underTest.load("not a url").join())
        .hasMessageContaining("'not a url' is no URL");
    assertThatThrownBy(() -> underTest.load("ftp://host/file").join())
        .hasMessageContaining("neither http(s) nor file:NAME");
    assertThatThrownBy(() -> underTest.load("http://127.0.0.1:1/a.wav").join())
        .hasMessageContaining("Couldn't connect to server");
  }

  @Test
  void aLocalSoundThatChangesIsReadAgain() throws IOException {
    Path file = data.resolve("sounds/menu.wav");
    Files.write(file, PlaybackTest.wav(new short[160]));
    assertThat(underTest.load("file:menu.wav").join().length()).isEqualTo(160);
    Files.write(file, PlaybackTest.wav(new short[320]));
    assertThat(underTest.load("file:menu.wav").join().length()).isEqualTo(320);
  }

  @Test
  void theCacheOnDiskDropsItsOldestFiles() throws IOException {
    DownloadCache cache = new DownloadCache(data.resolve("small"), 1000, Duration.ofDays(1));
    Path first = cache.keep("a", new byte[600]);
    Files.setLastModifiedTime(first, FileTime.from(Instant.now().minusSeconds(60)));
    cache.keep("b", new byte[600]);
    assertThat(cache.find("a")).isEmpty();
    assertThat(cache.find("b")).isPresent();
  }

  @Test
  void aDownloadIsForgottenWhenItIsOld() throws IOException {
    DownloadCache cache = new DownloadCache(data.resolve("brief"), 1000, Duration.ofDays(1));
    Path file = cache.keep("a", new byte[6]);
    assertThat(cache.find("a")).contains(file);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(86_401)));
    assertThat(cache.find("a")).isEmpty();
  }
}
