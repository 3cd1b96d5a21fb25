package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The requests of others that wait for our final response, and the INVITEs of which a repeat may still come.
final class OpenRequests {

  private final SipSettings settings;
  private final Expiring<String, OpenRequest> waiting = new Expiring<>(System::nanoTime);
  private final Expiring<InviteKey, SeenInvite> seen = new Expiring<>(System::nanoTime);

  /// Keys start anywhere, so that one from before a restart of this node never names a request of after it.
  private final AtomicLong nextKey;

  OpenRequests(SipSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.nextKey = new AtomicLong(random.nextLong(1L << 40));
  }

  /// A name for a request that is about to wait.
  String newKey() {
    return Long.toString(nextKey.incrementAndGet(), Character.MAX_RADIX);
  }

  /// Notes that a request waits. Returns what its call is to name it by.
  ServerTransaction add(
      String key, CallId call, SIPRequest request, javax.sip.ServerTransaction transaction) {
    var limit =
        request.getMethod().equals("INVITE") ? settings.inviteLifetime() : settings.answerLimit();
    waiting.put(key, new OpenRequest(key, call, request, transaction), limit);
    return new ServerTransaction(settings.node(), key);
  }

  @Nullable OpenRequest find(String key) {
    return waiting.get(key);
  }

  /// Takes a request out for its final response: only one of several takers gets it.
  @Nullable OpenRequest take(String key) {
    return waiting.remove(key);
  }

  /// Remembers an INVITE. Returns the one that was remembered under this key before, or null when it is new.
  @Nullable SeenInvite remember(InviteKey key, SeenInvite invite) {
    return seen.putIfAbsent(key, invite, settings.inviteLifetime().plus(settings.patience()));
  }

  @Nullable SeenInvite seen(InviteKey key) {
    return seen.get(key);
  }

  /// An INVITE has its final response: a repeat of it may come for 64*T1 yet.
  void finished(InviteKey key, SeenInvite invite) {
    seen.put(key, invite, settings.patience());
  }

  int size() {
    return waiting.size();
  }

  /// Drops what is over, handing requests that nobody answered to `abandoned`.
  void sweep(Consumer<OpenRequest> abandoned) {
    waiting.sweep((key, request) -> abandoned.accept(request));
    seen.sweep((key, invite) -> {});
  }
}
