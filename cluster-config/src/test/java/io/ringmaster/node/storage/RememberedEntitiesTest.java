package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.protocol.SessionId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RememberedEntitiesTest {

  private static final SessionId SESSION = SessionId.of(1, 4);
  private static final SessionId ELSEWHERE = SessionId.of(9, 6);
  private static final String SHARD = Integer.toString(SESSION.group());

  @TempDir Path data;

  private static void journal(Storage storage, JournalRow... rows) throws Exception {
    now(((PooledJournal.Pool) storage.journalSetup()).writer().write(List.of(rows)));
  }

  private static <T> T now(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void entityIsRememberedFromItsFirstLineOn(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      var underTest = new RememberedEntities(storage);
      String call = SESSION.call(1).value();
      assertThat(now(underTest.of("call", SHARD))).isEmpty();

      journal(storage, Journals.row("call|" + call, 1), Journals.row("call|" + call, 2));
      journal(storage, Journals.row("call|" + call, 3));
      journal(storage, Journals.row("session|" + SESSION, 1));

      assertThat(now(underTest.of("call", SHARD))).containsExactly(call);
      assertThat(now(underTest.of("session", SHARD))).containsExactly(SESSION.value());
      assertThat(now(underTest.shards("call"))).containsExactly(SHARD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void firstLineThatIsNotWrittenRemembersNobody(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      Journals.insert(storage, "session|" + SESSION, 2);

      assertThatThrownBy(() ->
              journal(
                  storage,
                  Journals.row("session|" + SESSION, 1),
                  Journals.row("session|" + SESSION, 2)))
          .hasCauseInstanceOf(SQLException.class);

      assertThat(now(new RememberedEntities(storage).of("session", SHARD))).isEmpty();
      assertThat(JournalTail.newest(storage)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void journalsOfOthersRememberNobody(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      var underTest = new RememberedEntities(storage);

      journal(storage, Journals.row("Note|1", 1), Journals.row("session|no number", 1));

      assertThat(now(underTest.shards("Note"))).isEmpty();
      assertThat(now(underTest.shards("session"))).isEmpty();
      assertThat(JournalTail.newest(storage)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyThoseThatHaveEndedAreForgotten(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      var underTest = new RememberedEntities(storage);
      for (int i = 1; i <= 3; i++) {
        journal(storage, Journals.row("call|" + SESSION.call(i), 1));
        journal(storage, Journals.row("call|" + ELSEWHERE.call(i), 1));
      }

      now(
          underTest.forget(
              "call",
              List.of(
                  SESSION.call(1).value(),
                  SESSION.call(3).value(),
                  ELSEWHERE.call(1).value(),
                  SESSION.call(99).value(),
                  "nobody")));

      assertThat(now(underTest.of("call", SHARD))).containsExactly(SESSION.call(2).value());
      assertThat(now(underTest.of("call", Integer.toString(ELSEWHERE.group()))))
          .containsExactlyInAnyOrder(ELSEWHERE.call(2).value(), ELSEWHERE.call(3).value());
      assertThat(now(underTest.shards("call")))
          .containsExactlyInAnyOrder(SHARD, Integer.toString(ELSEWHERE.group()));

      now(underTest.forget("call", List.of(SESSION.call(2).value())));
      assertThat(now(underTest.shards("call")))
          .containsExactly(Integer.toString(ELSEWHERE.group()));
    }
  }
}
