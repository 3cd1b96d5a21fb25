package io.ringmaster.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ringmaster.http.RecordingDirectory;
import io.ringmaster.http.RecordingFile;
import io.ringmaster.http.Recordings.Answer;
import io.ringmaster.http.Recordings.Answer.Found;
import io.ringmaster.http.Recordings.Answer.Missing;
import io.ringmaster.http.Recordings.Answer.OutOfReach;
import io.ringmaster.protocol.event.CallEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nodes that are actor systems of their own and speak over TCP. The second has what a test gives it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterRecordingsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String BASE = "http://127.0.0.1:8080/v1/recordings/";
  private static final int LENGTH = 300_000;

  @TempDir static Path first;

  private final Members members = new Members();
  private final byte[] bytes = new byte[LENGTH];
  private Path second;
  private final RememberedEvents history = new RememberedEvents();
  private volatile Function<String, Optional<RecordingFile>> other = _ -> Optional.empty();
  private ClusterRecordings underTest;

  @BeforeAll
  void form() {
    for (int i = 0; i < LENGTH; i++) bytes[i] = (byte) (i * 31 + i / 1000);
    underTest = join(new RecordingDirectory(first)::look);
    join(id -> other.apply(id));
  }

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    second = directory;
    Files.write(second.resolve("4711-1-1.mp3"), bytes);
    history.clear();
    other = new RecordingDirectory(second)::look;
  }

  @AfterAll
  void stop() {
    members.close();
  }

  @Test
  void recordingOfAnotherNodeIsReadFromAnyNode() throws IOException {
    var whole = found("4711-1-1.mp3");
    var byItsNumber = found("4711-1-1");

    assertThat(whole.name()).isEqualTo("4711-1-1.mp3");
    assertThat(whole.length()).isEqualTo(LENGTH);
    assertThat(whole.modified())
        .isEqualTo(Files.getLastModifiedTime(second.resolve("4711-1-1.mp3")).toInstant());
    assertThat(read(whole, 0, LENGTH)).isEqualTo(bytes);
    assertThat(byItsNumber.name()).isEqualTo("4711-1-1.mp3");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 40000", "32768, 32768", "299999, 1", "0, 0"})
  void partIsReadWhereItLies(int from, int count) {
    assertThat(read(found("4711-1-1.mp3"), from, count))
        .isEqualTo(Arrays.copyOfRange(bytes, from, from + count));
  }

  @Test
  void ownFileIsServedAlone() throws IOException {
    Files.writeString(first.resolve("4711-1-4.mp3"), "own");

    assertThat(read(found("4711-1-4.mp3"), 0, 3)).asString().isEqualTo("own");
  }

  @Test
  void bytesAreReadAsTheyAreTakenAndNoMore() throws Exception {
    var produced = new AtomicInteger();
    var ended = new CompletableFuture<Boolean>();
    var chunk = ByteString.fromArray(new byte[32 * 1024]);
    Source<ByteString, NotUsed> endless =
        Source.repeat(chunk)
            .wireTap(_ -> produced.incrementAndGet())
            .watchTermination((_, end) -> {
              end.whenComplete((_, _) -> ended.complete(true));
              return NotUsed.getInstance();
            });
    other =
        _ ->
            Optional.of(
                new RecordingFile(
                    "4711-1-3.mp3", Long.MAX_VALUE, Instant.EPOCH, (_, _) -> endless));
    var taken =
        found("4711-1-3.mp3")
            .content()
            .read(0, Long.MAX_VALUE)
            .toMat(Sink.queue(1), Keep.right())
            .run(members.first());

    for (int i = 1; i <= 200; i++) {
      assertThat(taken.pull().toCompletableFuture().get(10, TimeUnit.SECONDS)).isNotEmpty();
      assertThat(produced.get()).isLessThan(i + 64);
    }
    taken.cancel();

    assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.mp3", "4711-1-9.mp3", "4711-1-9", "9-9-9.mp3"})
  void recordingThatNobodyHasHeardOfIsMissing(String id) {
    assertThat(ask(id))
        .isInstanceOfSatisfying(
            Missing.class, answer -> assertThat(answer.detail()).contains("no recording '" + id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../second/4711-1-1.mp3", "/etc/hostname", "a/b", "a\\b", "a\0b"})
  void nobodyIsAskedForWhatCannotBeAName(String id) {
    var asked = new AtomicInteger();
    other =
        _ -> {
          asked.incrementAndGet();
          return Optional.empty();
        };

    assertThat(ask(id)).isInstanceOf(Missing.class);
    assertThat(ask("4711-1-9")).isInstanceOf(Missing.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void recordingWhoseNodeHasLeftIsOutOfReach() {
    other = _ -> Optional.empty();
    join(new RecordingDirectory(second)::look);
    completed("4711-1-1.mp3");
    assertThat(ask("4711-1-1.mp3")).isInstanceOf(Found.class);

    members.closeLast();

    assertThat(ask("4711-1-1.mp3"))
        .isInstanceOfSatisfying(
            OutOfReach.class,
            answer ->
                assertThat(answer.detail())
                    .contains("'4711-1-1.mp3'", "not in the cluster now", "Start that node again"));
    assertThat(ask("4711-1-2.mp3")).isInstanceOf(Missing.class);
  }

  @Test
  void recordingOfANodeThatDoesNotAnswerIsOutOfReach() {
    var mute = members.add();
    mute.receptionist()
        .tell(
            Receptionist.register(
                ClusterRecordings.KEY,
                mute.systemActorOf(
                    Behaviors.<RecordingRequest>ignore(), "recordings", Props.empty())));
    members.untilSeen(3);
    completed("4711-1-1.mp3");

    other = _ -> Optional.empty();

    assertThat(ask("4711-1-1"))
        .isInstanceOfSatisfying(
            OutOfReach.class,
            answer -> assertThat(answer.detail()).contains("does not answer now (1 of 2"));
    assertThat(ask("4711-1-7")).isInstanceOf(Missing.class);
    other = new RecordingDirectory(second)::look;
    assertThat(ask("4711-1-1")).as("one that answers is enough").isInstanceOf(Found.class);

    members.closeLast();
  }

  @Test
  void recordingThatRunsOrBrokeSaysSo() {
    other = _ -> Optional.empty();
    history.add("4711-1", new CallEvent.RecordStarted(BASE + "4711-1-1.mp3"));
    history.add("4711-1", new CallEvent.RecordError("disk full"));
    history.add("4711-1", new CallEvent.RecordStarted(BASE + "4711-1-2.mp3"));

    assertThat(ask("4711-1-1"))
        .isInstanceOfSatisfying(
            Missing.class, answer -> assertThat(answer.detail()).contains("never completed"));
    assertThat(ask("4711-1-2"))
        .isInstanceOfSatisfying(
            Missing.class, answer -> assertThat(answer.detail()).contains("not complete yet"));
  }

  @Test
  void withoutTheJournalNothingIsDenied() {
    other = _ -> Optional.empty();
    history.breakDown();

    assertThat(ask("4711-1-1"))
        .isInstanceOfSatisfying(
            OutOfReach.class,
            answer -> assertThat(answer.detail()).contains("journal cannot be read"));
  }

  @Test
  void fileThatIsGoneByThenFailsTheReading() throws IOException {
    var file = found("4711-1-1.mp3");
    Files.delete(second.resolve("4711-1-1.mp3"));

    assertThat(catchThrowable(() -> read(file, 0, LENGTH)))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("is gone from its node");
  }

  private void completed(String file) {
    history.add("4711-1", new CallEvent.RecordStarted(BASE + file));
    history.add("4711-1", new CallEvent.RecordStopped(BASE + file, "0", 2, "Stopped by user"));
  }

  private ClusterRecordings join(Function<String, Optional<RecordingFile>> own) {
    var joined = new ClusterRecordings(members.add(), own, history, PATIENCE);
    members.untilSeen(members.size());
    return joined;
  }

  private Answer ask(String id) {
    return underTest.find(id).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private RecordingFile found(String id) {
    assertThat(ask(id)).isInstanceOf(Found.class);
    return ((Found) ask(id)).file();
  }

  private byte[] read(RecordingFile file, long from, long count) {
    return file.content()
        .read(from, count)
        .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), members.first())
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join()
        .toArray();
  }
}
