package io.ringmaster.actors.call;

import io.ringmaster.protocol.CallId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The calls whose media and SIP transactions this process has in its hands. It outlives the entities: sharding restarts a whole
/// shard when it cannot write down whom to remember, because the database is away, and the calls in it have lost nothing by that.
public final class CallsHere {

  private final Set<CallId> calls = ConcurrentHashMap.newKeySet();

  boolean has(CallId call) {
    return calls.contains(call);
  }

  void add(CallId call) {
    calls.add(call);
  }

  void remove(CallId call) {
    calls.remove(call);
  }
}
