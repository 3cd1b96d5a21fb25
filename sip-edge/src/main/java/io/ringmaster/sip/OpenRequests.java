package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPTransaction;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.signal.CallSignal;
import io.ringmaster.protocol.sip.ServerTransaction;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The requests of others that wait for our final response, and the INVITEs of which a repeat may still come.
final class OpenRequests {

  private final SipSettings settings;
  private final Expiring<String, OpenRequest> waiting = new Expiring<>(System::nanoTime);

  /// Refused because their calls did not answer in time, which must hear of them nevertheless.
  private final Expiring<String, OpenRequest> overdue = new Expiring<>(System::nanoTime);

  private final Expiring<InviteKey, SeenInvite> seen = new Expiring<>(System::nanoTime);

  /// Keys start anywhere, so that one from before a restart of this node never names a request of after it.
  private final AtomicLong nextKey;

  private final long firstKey;

  OpenRequests(SipSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.firstKey = random.nextLong(1L << 40);
    this.nextKey = new AtomicLong(firstKey);
  }

  /// A name for a request that is about to wait.
  String newKey() {
    return Long.toString(nextKey.incrementAndGet(), Character.MAX_RADIX);
  }

  /// Whether this edge has taken the request, and not one that is gone.
  boolean isOwn(ServerTransaction named) {
    if (!named.node().equals(settings.node())) return false;
    try {
      long key = Long.parseLong(named.key(), Character.MAX_RADIX);
      return key > firstKey && key <= nextKey.get();
    } catch (NumberFormatException notOurs) {
      return false;
    }
  }

  /// Notes that a request waits.
  ///
  /// @param signal what its call has to hear, given what the call is to name the request by
  OpenRequest add(
      String key,
      CallId call,
      SIPRequest request,
      javax.sip.ServerTransaction transaction,
      Function<ServerTransaction, CallSignal> signal) {
    var open = new OpenRequest(key, call, request, transaction);
    waiting.put(key, open, open.isInvite() ? settings.inviteLifetime() : settings.answerLimit());
    var origin = open.isInvite() && request.getToTag() == null ? Reading.originOf(request) : null;
    also(open, signal.apply(new ServerTransaction(settings.node(), key, origin)));
    transaction.setApplicationData(open);
    return open;
  }

  /// Something more that the call of a waiting request has to hear.
  void also(OpenRequest request, CallSignal signal) {
    request.add(signal, System.nanoTime(), settings.t2().toNanos());
  }

  /// The request that a transaction of the stack is about; null when it does not wait (any more).
  @Nullable OpenRequest of(SIPTransaction transaction) {
    return transaction.getApplicationData() instanceof OpenRequest open ? find(open.key) : null;
  }

  /// Hands those requests to `again` of which their calls have not been heard for a while.
  void remind(Consumer<OpenRequest> again) {
    long now = System.nanoTime();
    Consumer<OpenRequest> look =
        request -> {
          if (request.isDue(now)) again.accept(request);
        };
    waiting.forEach(look);
    overdue.forEach(look);
  }

  /// Keeps a request that is refused, so that its call hears of it nevertheless.
  void keepTelling(OpenRequest request) {
    overdue.put(request.key, request, settings.inviteLifetime());
  }

  @Nullable OpenRequest find(String key) {
    return waiting.get(key);
  }

  /// Takes a request out for its final response: only one of several takers gets it.
  @Nullable OpenRequest take(String key) {
    var late = overdue.remove(key);
    return late == null ? waiting.remove(key) : late;
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
    overdue.sweep((key, request) -> {});
    seen.sweep((key, invite) -> {});
  }
}
