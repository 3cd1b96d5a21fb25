package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.ringmaster.actors.JournalEntry;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.Options;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.serialization.SerializationExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole of `pekko.conf` with a real entity on it.
class PooledJournalTest {

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  sealed interface Note extends JournalEntry {}

  record Said(String text, Instant at, @Nullable Duration pause) implements Note {}

  record Hushed(List<String> reasons) implements Note {}

  record Ask(@Nullable Note note, ActorRef<List<Note>> replyTo) {}

  private static final Note SAID =
      new Said("hello", Instant.parse("2026-11-22T12:00:00.123456789Z"), null);
  private static final Note HUSHED = new Hushed(List.of("a", "b"));

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource
  void entityIsReadBackByAnotherActorSystem(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      assertThat(tell(storage, SAID, HUSHED)).containsExactly(SAID, HUSHED);

      assertThat(tell(storage)).containsExactly(SAID, HUSHED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void journalHoldsCborThatNamesItsRecord(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      tell(storage, SAID);

      var row = new JournalTail(storage, 0, InstantSource.system()).next(10).getFirst();

      assertThat(row.persistenceId()).isEqualTo("Notes|1");
      assertThat(row.serializerId()).isEqualTo(33); // jackson-cbor
      assertThat(new String(row.payload(), StandardCharsets.ISO_8859_1))
          .contains("type", "Said", "hello");
    }
  }

  @ParameterizedTest
  @EnumSource
  void poolOutlivesTheActorSystem(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      tell(storage, SAID);

      assertThat(JournalTail.newest(storage)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "H2_FILE")
  void nothingTravelsAsSerializedJava(Databases database) throws Exception {
    try (var storage = Storage.open(database.fresh(data))) {
      var system = system(storage);
      try {
        assertThat(
                SerializationExtension.get(system)
                    .serialize(new ArrayList<>(List.of("x")))
                    .isFailure())
            .isTrue();
        assertThat(SerializationExtension.get(system).serialize(HUSHED).isSuccess()).isTrue();
      } finally {
        ActorTestKit.shutdown(system);
      }
    }
  }

  private static List<Note> tell(Storage storage, Note... notes) throws Exception {
    var system = system(storage);
    try {
      ActorRef<Ask> entity = system.systemActorOf(Notes.create(), "notes", Props.empty());
      for (Note note : notes) ask(system, entity, note);
      return ask(system, entity, null);
    } finally {
      ActorTestKit.shutdown(system);
    }
  }

  private static List<Note> ask(ActorSystem<?> system, ActorRef<Ask> entity, @Nullable Note note)
      throws Exception {
    return AskPattern.<Ask, List<Note>>ask(
            entity, replyTo -> new Ask(note, replyTo), Duration.ofSeconds(20), system.scheduler())
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private static ActorSystem<Void> system(Storage storage) {
    var options = Options.parse(List.of("--cluster-port=0", "-Dringmaster.log.level=ERROR"));
    var settings = NodeSettings.load(options, Map.of());
    var setup =
        ActorSystemSetup.create(BootstrapSetup.create(settings.pekko()), storage.journalSetup());
    return ActorSystem.create(Behaviors.empty(), "ringmaster", setup);
  }

  /// Remembers what it is told.
  private static final class Notes extends EventSourcedBehavior<Ask, Note, List<Note>> {

    static Behavior<Ask> create() {
      return new Notes();
    }

    private Notes() {
      super(PersistenceId.of("Notes", "1"));
    }

    @Override
    public List<Note> emptyState() {
      return List.of();
    }

    @Override
    public CommandHandler<Ask, Note, List<Note>> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onAnyCommand((notes, ask) -> {
            if (ask.note() == null) return Effect().none().thenReply(ask.replyTo(), kept -> kept);
            return Effect().persist(ask.note()).thenReply(ask.replyTo(), kept -> kept);
          });
    }

    @Override
    public EventHandler<List<Note>, Note> eventHandler() {
      return (notes, note) -> {
        var more = new ArrayList<>(notes);
        more.add(note);
        return List.copyOf(more);
      };
    }
  }
}
