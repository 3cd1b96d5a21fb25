package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.protocol.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Option;

/// What the database knows of webhooks.
class JdbcWebhookBookTest {

  private static final SessionId SESSION = new SessionId("8796093022209");
  private static final SessionId OTHER = new SessionId("8796093022210");
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00.123456Z");

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void progressIsReadAsItWasWrittenLast(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      var underTest = new JdbcWebhookBook(storage, InstantSource.fixed(NOW));
      assertThat(now(underTest.read(SESSION))).isEqualTo(WebhookProgress.NONE);

      now(underTest.write(SESSION, new WebhookProgress(2, 5, NOW, false)));
      now(underTest.write(OTHER, new WebhookProgress(1, 1, null, false)));
      assertThat(now(underTest.read(SESSION))).isEqualTo(new WebhookProgress(2, 5, NOW, false));

      var later = new WebhookProgress(4, 1L << 40, null, false);
      now(underTest.write(SESSION, later));
      assertThat(now(new JdbcWebhookBook(storage, InstantSource.system()).read(SESSION)))
          .isEqualTo(later);
      assertThat(now(underTest.read(OTHER)).position()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHasEndedStaysEnded(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      var underTest = new JdbcWebhookBook(storage, InstantSource.fixed(NOW));
      var ended = new WebhookProgress(9, 20, null, true);
      now(underTest.write(SESSION, ended));

      now(underTest.write(SESSION, new WebhookProgress(3, 7, NOW, false)));

      assertThat(now(underTest.read(SESSION))).isEqualTo(ended);
    }
  }

  @ParameterizedTest
  @EnumSource
  void beginningOfASessionWithAWebhookCallsACourierIntoBeing(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      var journal = ((PooledJournal.Pool) storage.journalSetup()).writer();
      now(journal.write(List.of(firstLine(SESSION, true))));
      now(journal.write(List.of(firstLine(OTHER, false))));
      var underTest = new RememberedEntities(storage);
      String shard = Integer.toString(SESSION.group());

      assertThat(now(underTest.of("courier", shard))).containsExactly(SESSION.value());
      assertThat(now(underTest.of("session", shard)))
          .containsExactlyInAnyOrder(SESSION.value(), OTHER.value());
      assertThat(now(underTest.shards("courier"))).containsExactly(shard);

      now(underTest.forget("courier", List.of(SESSION.value())));
      assertThat(now(underTest.of("courier", shard))).isEmpty();
      assertThat(now(underTest.of("session", shard))).hasSize(2);
    }
  }

  private static JournalRow firstLine(SessionId session, boolean withWebhook) {
    return new JournalRow(
        new JournalPekkoSerializationRow(
            0,
            false,
            "session|" + session,
            1,
            "writer",
            NOW.toEpochMilli(),
            "",
            new byte[] {1},
            33,
            "m",
            Option.empty(),
            Option.empty(),
            Option.empty()),
        withWebhook);
  }

  private static <T> T now(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
