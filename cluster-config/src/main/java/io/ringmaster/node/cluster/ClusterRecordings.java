package io.ringmaster.node.cluster;

import io.ringmaster.actors.History;
import io.ringmaster.http.RecordingDirectory;
import io.ringmaster.http.RecordingFile;
import io.ringmaster.http.Recordings;
import io.ringmaster.node.cluster.RecordingRequest.Find;
import io.ringmaster.node.cluster.RecordingRequest.Found;
import io.ringmaster.node.cluster.RecordingRequest.Opened;
import io.ringmaster.node.cluster.RecordingRequest.Read;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.stream.StreamRefAttributes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The recordings of all nodes. A file lies on the node that made it; the others ask that one and pass its bytes on as their client
/// takes them. They ask over the cluster's own connections, where only its members are.
public final class ClusterRecordings implements Recordings {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterRecordings.class);
  static final ServiceKey<RecordingRequest> KEY =
      ServiceKey.create(RecordingRequest.class, "recordings");

  /// Chunks of 32 KiB on the way from one node to another, for each reader.
  private static final int WINDOW = 8;

  private final ActorSystem<?> system;
  private final Function<String, Optional<RecordingFile>> own;
  private final History history;
  private final Duration patience;
  private final ActorRef<RecordingRequest> desk;

  /// What came of asking all others.
  ///
  /// @param silent how many did not answer
  private record Asked(Optional<RecordingFile> file, int others, long silent) {}

  /// Begins to answer the other nodes, too.
  ///
  /// @param own looks up the files of this node by their id
  /// @param patience how long another node may take to answer
  public ClusterRecordings(
      ActorSystem<?> system,
      Function<String, Optional<RecordingFile>> own,
      History history,
      Duration patience) {
    this.system = system;
    this.own = own;
    this.history = history;
    this.patience = patience;
    this.desk =
        system.systemActorOf(RecordingDesk.of(own), "recordings", DispatcherSelector.blocking());
    system.receptionist().tell(Receptionist.register(KEY, desk));
  }

  @Override
  public CompletionStage<Answer> find(String id) {
    if (!RecordingDirectory.isId(id))
      return CompletableFuture.completedFuture(Answer.Missing.unknown(id));
    var here = own.apply(id);
    if (here.isPresent()) return CompletableFuture.completedFuture(new Answer.Found(here.get()));
    return askOthers(id)
        .thenCompose(asked ->
            asked
                .file()
                .<CompletionStage<Answer>>map(
                    file -> CompletableFuture.completedFuture(new Answer.Found(file)))
                .orElseGet(() -> withoutFile(id, asked)));
  }

  /// All at once; the first that has the file is enough.
  private CompletionStage<Asked> askOthers(String id) {
    return AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
            system.receptionist(),
            replyTo -> Receptionist.find(KEY, replyTo),
            patience,
            system.scheduler())
        .thenCompose(listing -> {
          var others = new HashSet<>(listing.getAllServiceInstances(KEY));
          others.remove(desk);
          var reachable = new HashSet<>(listing.getServiceInstances(KEY));
          reachable.remove(desk);
          return ask(id, reachable, others.size());
        });
  }

  private CompletionStage<Asked> ask(
      String id, Set<ActorRef<RecordingRequest>> reachable, int others) {
    var first = new CompletableFuture<Asked>();
    var answers =
        reachable.stream()
            .map(holder ->
                AskPattern.<RecordingRequest, Found>ask(
                        holder, replyTo -> new Find(id, replyTo), patience, system.scheduler())
                    .toCompletableFuture()
                    .handle((found, silence) -> {
                      if (found == null) return false;
                      var file = found.file();
                      if (file != null)
                        first.complete(new Asked(Optional.of(fileAt(holder, file)), others, 0));
                      return true;
                    }))
            .toList();
    var _ =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenRun(() -> {
              long answered = answers.stream().filter(CompletableFuture::join).count();
              first.complete(new Asked(Optional.empty(), others, others - answered));
            });
    return first;
  }

  /// The journal tells a recording that nobody has heard of from one whose node is away.
  private CompletionStage<Answer> withoutFile(String id, Asked asked) {
    return RecordedPast.of(id, history, system)
        .handle((past, failure) -> {
          if (past != null) return answer(id, past, asked);
          LOG.warn("what became of recording {} cannot be read from the journal", id, failure);
          return new Answer.OutOfReach(
              "Whether there is a recording '%s' cannot be told now: no node that answers has its file, and the journal cannot be read. See /health/ready, and try again when the database is back."
                  .formatted(id));
        });
  }

  private static Answer answer(String id, RecordedPast past, Asked asked) {
    return switch (past) {
      case UNKNOWN -> Answer.Missing.unknown(id);
      case RUNNING ->
          new Answer.Missing(
              "The recording '%s' is not complete yet; ask again after its Call.RecordStopped."
                  .formatted(id));
      case BROKEN ->
          new Answer.Missing(
              "The recording '%s' was never completed; Call.RecordError among the events of its call says why."
                  .formatted(id));
      case COMPLETE ->
          new Answer.OutOfReach(
              asked.silent() > 0
                  ? "The recording '%s' is on a node that does not answer now (%d of %d others do not). Try again in a moment, or see that every node of the cluster runs."
                      .formatted(id, asked.silent(), asked.others())
                  : "No node that runs has the recording '%s', which was completed: its node is not in the cluster now, or the file was deleted. Start that node again, with its data directory, and try again."
                      .formatted(id));
    };
  }

  private RecordingFile fileAt(
      ActorRef<RecordingRequest> holder, RecordingRequest.Description file) {
    return new RecordingFile(
        file.name(),
        file.length(),
        file.modified(),
        (from, count) ->
            Source.lazyCompletionStageSource(() -> open(holder, file.name(), from, count))
                .mapMaterializedValue(_ -> NotUsed.getInstance()));
  }

  private CompletionStage<Source<ByteString, NotUsed>> open(
      ActorRef<RecordingRequest> holder, String name, long from, long count) {
    return AskPattern.<RecordingRequest, Opened>ask(
            holder, replyTo -> new Read(name, from, count, replyTo), patience, system.scheduler())
        .thenApply(opened -> {
          var bytes = opened.bytes();
          return bytes == null
              ? Source.<ByteString>failed(
                  new FileNotFoundException(
                      "the recording '%s' is gone from its node".formatted(name)))
              : bytes.getSource().addAttributes(StreamRefAttributes.bufferCapacity(WINDOW));
        });
  }
}
