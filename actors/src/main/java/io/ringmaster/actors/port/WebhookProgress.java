package io.ringmaster.actors.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far the events of a session have got to its webhook.
///
/// @param row the line of the session's journal up to which everything was posted and taken; 0 before the first
/// @param position the position of the last event that was taken, as `/v1/sessions/{id}/events` counts; 0 before the first
/// @param failingSince since when the receiver has taken nothing; null when its last answer was a good one
/// @param ended whether nothing will be posted any more: all was taken, or the receiver was given up
public record WebhookProgress(
    long row, long position, @Nullable Instant failingSince, boolean ended) {

  public static final WebhookProgress NONE = new WebhookProgress(0, 0, null, false);

  public WebhookProgress failing(Instant since) {
    return failingSince == null ? new WebhookProgress(row, position, since, ended) : this;
  }

  public WebhookProgress end() {
    return new WebhookProgress(row, position, failingSince, true);
  }
}
