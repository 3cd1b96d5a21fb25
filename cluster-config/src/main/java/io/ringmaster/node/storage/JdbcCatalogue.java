package io.ringmaster.node.storage;

import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.CatalogueEditor;
import io.ringmaster.actors.port.Rule;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.protocol.signal.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scenarios and rules in the database, with all that routing needs in memory. Safe from any thread.
///
/// A change is in this node's memory before its stage completes. Other nodes look at one counter row every poll interval and read
/// again when it moved; while the database is away they route by what they last read.
public final class JdbcCatalogue implements Catalogue, CatalogueEditor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcCatalogue.class);

  /// Characters of sources kept in memory, twice that in bytes at most. Beyond it they are read from the database again.
  private static final long CACHED_CHARACTERS = 32 << 20;

  private final Transactions transactions;
  private final InstantSource clock;
  private final AtomicReference<CatalogueSnapshot> current =
      new AtomicReference<>(CatalogueSnapshot.EMPTY);
  private final Map<String, String> sources = new ConcurrentHashMap<>();
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("catalogue-poll").factory());
  private volatile boolean reachable = true;

  /// Reads the catalogue and keeps it fresh.
  ///
  /// @param poll how long another node's change may go unseen; more than zero
  public JdbcCatalogue(Storage storage, Duration poll, InstantSource clock) {
    this.transactions = storage.transactions();
    this.clock = clock;
    reload();
    var _ =
        poller.scheduleWithFixedDelay(
            this::poll, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Optional<Route> route(String destination) {
    return snapshot().route(destination);
  }

  @Override
  public Optional<Route> rule(String name) {
    return snapshot().rule(name);
  }

  @Override
  public List<Rule> rules() {
    return snapshot().rules();
  }

  @Override
  public CompletionStage<List<ScenarioSource>> current(List<String> names) {
    var hashes = snapshot().hashes();
    var found = names.stream().map(name -> source(name, hashes.get(name))).toList();
    return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
        .thenApply(_ -> found.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public CompletionStage<ScenarioSource> pinned(String name, String hash) {
    return source(name, hash);
  }

  @Override
  public CompletionStage<StoredScenario> putScenario(String name, String source) {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
    var scenario = new StoredScenario(name, sha256(source), source, at);
    return change(connection -> {
      CatalogueTables.put(connection, scenario);
      return scenario;
    });
  }

  @Override
  public CompletionStage<Optional<StoredScenario>> scenario(String name) {
    return transactions.later(connection -> CatalogueTables.scenario(connection, name));
  }

  @Override
  public CompletionStage<List<StoredScenario>> scenarios() {
    return transactions.later(CatalogueTables::scenarios);
  }

  @Override
  public CompletionStage<Boolean> deleteScenario(String name) {
    return change(connection -> CatalogueTables.deleteScenario(connection, name));
  }

  /// Fails with a [java.util.regex.PatternSyntaxException] when the pattern cannot be matched in linear time.
  @Override
  public CompletionStage<Void> putRule(Rule rule) {
    try {
      LinearPattern.of(rule.pattern());
    } catch (java.util.regex.PatternSyntaxException e) {
      return CompletableFuture.failedFuture(e);
    }
    return change(
            connection -> {
              CatalogueTables.put(connection, rule);
              return rule;
            })
        .thenApply(_ -> null);
  }

  @Override
  public CompletionStage<Boolean> deleteRule(String name) {
    return change(connection -> CatalogueTables.deleteRule(connection, name));
  }

  @Override
  public void close() {
    poller.shutdownNow();
  }

  private <T> CompletableFuture<T> change(Transactions.Work<T> work) {
    return transactions
        .later(connection -> {
          CatalogueTables.countUp(connection);
          return work.on(connection);
        })
        .thenApply(result -> {
          reload();
          return result;
        });
  }

  private CompletableFuture<ScenarioSource> source(String name, @Nullable String hash) {
    if (hash == null) return CompletableFuture.failedFuture(new MissingScenario(name));
    String cached = sources.get(hash);
    if (cached != null)
      return CompletableFuture.completedFuture(new ScenarioSource(name, hash, cached));
    return transactions
        .later(connection -> CatalogueTables.source(connection, hash))
        .thenApply(found -> {
          String source = found.orElseThrow(() -> new MissingScenario(name));
          remember(hash, source);
          return new ScenarioSource(name, hash, source);
        });
  }

  private void remember(String hash, String source) {
    long held = sources.values().stream().mapToLong(String::length).sum();
    if (held + source.length() > CACHED_CHARACTERS) sources.clear();
    sources.put(hash, source);
  }

  private CatalogueSnapshot snapshot() {
    return current.get();
  }

  private void reload() {
    var read = transactions.snapshot(CatalogueTables::read);
    current.accumulateAndGet(
        read, (held, fresh) -> fresh.version() >= held.version() ? fresh : held);
  }

  private void poll() {
    try {
      if (transactions.now(CatalogueTables::version) != snapshot().version()) reload();
      if (!reachable) LOG.info("the catalogue is read from the database again");
      reachable = true;
    } catch (RuntimeException e) {
      if (reachable) LOG.warn("calls are routed by rules last read before now: {}", e.getMessage());
      reachable = false;
    }
  }

  private static String sha256(String source) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
