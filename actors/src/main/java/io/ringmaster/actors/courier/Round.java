package io.ringmaster.actors.courier;

import io.ringmaster.actors.port.SessionJournal.Portion;
import io.ringmaster.actors.port.WebhookPost;
import io.ringmaster.actors.port.WebhookProgress;
import io.ringmaster.actors.port.WebhookReceivers.Reception;
import io.ringmaster.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a courier knows between two posts; never changed. Holds no events: they are read from the journal when they can be posted.
///
/// @param progress as it is to be in the book
/// @param read the line of the journal up to which there is nothing more to post; `progress.row` or later, where lines had no events
/// @param known the last line of the journal that the courier has been told of
/// @param looking whether there may be lines that nobody told of
/// @param failures of the receiver, one after the other
/// @param reason of the last failure; null when there was none
record Round(
    WebhookProgress progress,
    long read,
    long known,
    boolean looking,
    int failures,
    @Nullable String reason) {

  static Round of(WebhookProgress progress, long known) {
    return new Round(
        progress, progress.row(), known, true, progress.failingSince() == null ? 0 : 1, null);
  }

  Round heard(long row) {
    return row <= known ? this : new Round(progress, read, row, looking, failures, reason);
  }

  Round lookingForMore() {
    return new Round(progress, read, known, true, failures, reason);
  }

  /// Whether the journal has lines that were not read, or may have.
  boolean isBehind() {
    return !progress.ended() && (looking || known > read);
  }

  /// The post that takes a portion along; empty when there is nothing in it.
  Optional<WebhookPost> post(Portion portion, SessionId session, String url) {
    return portion.events().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WebhookPost(url, session, progress.position() + 1, failures + 1, portion.events()));
  }

  /// After the receiver's answer.
  Round after(Portion portion, Reception reception, Instant now, Duration giveUpAfter) {
    return switch (reception) {
      case Reception.Taken() -> taken(portion);
      case Reception.Refused(String why, boolean forGood) -> {
        var failing = progress.failing(now);
        var since = failing.failingSince();
        boolean hopeless = forGood || (since != null && !now.isBefore(since.plus(giveUpAfter)));
        yield new Round(hopeless ? failing.end() : failing, read, known, true, failures + 1, why);
      }
    };
  }

  private Round taken(Portion portion) {
    if (portion.events().isEmpty() && !portion.over())
      return new Round(progress, portion.row(), known, portion.more(), failures, reason);
    var taken =
        new WebhookProgress(
            portion.row(), progress.position() + portion.events().size(), null, portion.over());
    return new Round(taken, portion.row(), known, portion.more(), 0, null);
  }

  /// Whether no more is posted although the receiver lacks events.
  boolean isGivenUp() {
    return progress.ended() && reason != null;
  }
}
