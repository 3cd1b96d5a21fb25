package io.ringmaster.sip;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Things remembered for a while. A forgotten thing is gone at the next [#sweep] and is not found from its time on.
final class Expiring<K, V> {

  private record Entry<V>(V value, long deadline) {}

  private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  Expiring(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void put(K key, V value, Duration lifetime) {
    entries.put(key, new Entry<>(value, nanoTime.getAsLong() + lifetime.toNanos()));
  }

  /// Remembers the value unless the key is known. Returns the value that is known already, or null.
  @Nullable V putIfAbsent(K key, V value, Duration lifetime) {
    V known = get(key);
    if (known != null) return known;
    var before =
        entries.putIfAbsent(key, new Entry<>(value, nanoTime.getAsLong() + lifetime.toNanos()));
    return before == null ? null : before.value();
  }

  @Nullable V get(K key) {
    var entry = entries.get(key);
    if (entry == null) return null;
    if (isOver(entry)) return null;
    return entry.value();
  }

  /// Takes a thing out: only one of several callers gets it.
  @Nullable V remove(K key) {
    var entry = entries.remove(key);
    return entry == null ? null : entry.value();
  }

  /// Gives everything that has not expired to `each`.
  void forEach(Consumer<V> each) {
    entries.forEach((key, entry) -> {
      if (!isOver(entry)) each.accept(entry.value());
    });
  }

  int size() {
    return entries.size();
  }

  /// Drops what has expired and hands each dropped thing to `last`.
  void sweep(BiConsumer<K, V> last) {
    entries.forEach((key, entry) -> {
      if (isOver(entry) && entries.remove(key, entry)) last.accept(key, entry.value());
    });
  }

  private boolean isOver(Entry<V> entry) {
    return nanoTime.getAsLong() - entry.deadline() >= 0;
  }
}
