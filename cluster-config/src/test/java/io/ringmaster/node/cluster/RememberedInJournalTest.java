package io.ringmaster.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.ringmaster.node.settings.DatabaseSettings;
import io.ringmaster.node.storage.RememberedEntities;
import io.ringmaster.node.storage.Storage;
import io.ringmaster.protocol.SessionId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/// The two stores as sharding uses them, on the embedded database.
class RememberedInJournalTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// How long the database waits for a row that somebody holds.
  private static final Duration LOCKED = Duration.ofSeconds(3);

  private static final SessionId SESSION = SessionId.of(1, 4);
  private static final SessionId ELSEWHERE = SessionId.of(9, 6);
  private static final String SHARD = Integer.toString(SESSION.group());

  @TempDir Path data;

  private Storage storage;
  private ActorSystem system;
  private RememberedInJournal underTest;

  @BeforeEach
  void start() {
    var url = "jdbc:h2:file:" + data.resolve("journal") + ";LOCK_TIMEOUT=" + LOCKED.toMillis();
    storage = Storage.open(DatabaseSettings.of(url, "", "", data));
    var config =
        ConfigFactory.parseString("pekko { loglevel = OFF, stdout-loglevel = OFF }")
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    system =
        ActorSystem.create(
            "remembered",
            ActorSystemSetup.create(
                BootstrapSetup.create(config),
                RememberedInJournal.setup(new RememberedEntities(storage))));
    underTest = new RememberedInJournal(ClusterShardingSettings.create(system), "call");
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    storage.close();
  }

  private void remember(String kind, SessionId session, String id) throws SQLException {
    try (var connection = storage.connections().getConnection();
        var statement =
            connection.prepareStatement("INSERT INTO remembered_entity VALUES (?, ?, ?)")) {
      statement.setString(1, kind);
      statement.setInt(2, session.group());
      statement.setString(3, id);
      statement.executeUpdate();
    }
  }

  private static String call(int number) {
    return SESSION.call(number).value();
  }

  private ActorRef shardStore() {
    return system.actorOf(underTest.shardStoreProps(SHARD));
  }

  private static Object ask(ActorRef store, Object question) throws Exception {
    return now(Patterns.ask(store, question, PATIENCE));
  }

  private static Object now(CompletionStage<Object> answer) throws Exception {
    return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Set<String> inShard(ActorRef store) throws Exception {
    var answer = ask(store, RememberEntitiesShardStore.GetEntities$.MODULE$);
    return CollectionConverters.asJava(
        ((RememberEntitiesShardStore.RememberedEntities) answer).entities());
  }

  private static RememberEntitiesShardStore.Update update(
      Set<String> started, Set<String> stopped) {
    return new RememberEntitiesShardStore.Update(scala(started), scala(stopped));
  }

  private static scala.collection.immutable.Set<String> scala(Set<String> ids) {
    return CollectionConverters.asScala(ids).toSet();
  }

  private static RememberEntitiesShardStore.UpdateDone done(
      Set<String> started, Set<String> stopped) {
    return new RememberEntitiesShardStore.UpdateDone(scala(started), scala(stopped));
  }

  /// Nobody else can take the row out before the connection ends its transaction.
  private Connection holding(String id) throws SQLException {
    var connection = storage.connections().getConnection();
    connection.setAutoCommit(false);
    try (var statement =
        connection.prepareStatement(
            "SELECT entity_id FROM remembered_entity WHERE entity_id = ? FOR UPDATE")) {
      statement.setString(1, id);
      statement.executeQuery();
    }
    return connection;
  }

  private void awaitSomebodyBlocked() {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          try (var connection = storage.connections().getConnection();
              var statement = connection.createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT COUNT(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL")) {
            return rows.next() && rows.getInt(1) > 0;
          }
        });
  }

  @Test
  void shardHasThoseOfItsKindAndNumber() throws Exception {
    remember("call", SESSION, call(1));
    remember("call", SESSION, call(2));
    remember("call", ELSEWHERE, ELSEWHERE.call(1).value());
    remember("session", SESSION, SESSION.value());

    assertThat(inShard(shardStore())).containsExactlyInAnyOrder(call(1), call(2));
  }

  @Test
  void coordinatorHasTheShardsThatHoldSomebody() throws Exception {
    remember("call", SESSION, call(1));
    remember("session", ELSEWHERE, ELSEWHERE.value());
    var store = system.actorOf(underTest.coordinatorStoreProps());

    var answer = ask(store, RememberEntitiesCoordinatorStore.GetShards$.MODULE$);
    assertThat(
            CollectionConverters.asJava(
                ((RememberEntitiesCoordinatorStore.RememberedShards) answer).entities()))
        .containsExactly(SHARD);
    assertThat(ask(store, new RememberEntitiesCoordinatorStore.AddShard("77")))
        .isEqualTo(new RememberEntitiesCoordinatorStore.UpdateDone("77"));
  }

  @Test
  void startIsConfirmedAndLeftToTheJournal() throws Exception {
    var store = shardStore();

    assertThat(ask(store, update(Set.of(call(1)), Set.of())))
        .isEqualTo(done(Set.of(call(1)), Set.of()));
    assertThat(inShard(store)).isEmpty();
  }

  @Test
  void whoHasEndedIsForgottenSoonAndWithoutBeingWaitedFor() throws Exception {
    remember("call", SESSION, call(1));
    remember("call", SESSION, call(2));
    var store = shardStore();

    assertThat(ask(store, update(Set.of(), Set.of(call(1)))))
        .isEqualTo(done(Set.of(), Set.of(call(1))));

    await().atMost(PATIENCE).until(() -> inShard(store).equals(Set.of(call(2))));
  }

  @Test
  void whoStartsAgainWhileItIsTakenOutWaitsUntilItIsOut() throws Exception {
    remember("call", SESSION, call(1));
    var store = shardStore();
    CompletionStage<Object> again;
    try (var holder = holding(call(1))) {
      ask(store, update(Set.of(), Set.of(call(1))));
      awaitSomebodyBlocked();
      again = Patterns.ask(store, update(Set.of(call(1)), Set.of()), PATIENCE);
      assertThat(inShard(store)).containsExactly(call(1));
      assertThat(again.toCompletableFuture()).isNotDone();
      holder.rollback();
    }

    assertThat(now(again)).isEqualTo(done(Set.of(call(1)), Set.of()));
    assertThat(inShard(store)).isEmpty();
  }

  @Test
  void whoCouldNotBeTakenOutAndHasStartedAgainStays() throws Exception {
    remember("call", SESSION, call(1));
    remember("call", SESSION, call(2));
    var store = shardStore();
    try (var holder = holding(call(1))) {
      ask(store, update(Set.of(), Set.of(call(1))));
      awaitSomebodyBlocked();
      // Answered when the database has given up waiting for the row.
      assertThat(ask(store, update(Set.of(call(1)), Set.of())))
          .isEqualTo(done(Set.of(call(1)), Set.of()));
      holder.rollback();
    }

    ask(store, update(Set.of(), Set.of(call(2))));
    await().atMost(PATIENCE).until(() -> !inShard(store).contains(call(2)));
    assertThat(inShard(store)).containsExactly(call(1));
  }
}
