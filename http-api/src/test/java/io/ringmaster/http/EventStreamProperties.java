package io.ringmaster.http;

import static io.ringmaster.http.FakeRooms.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/// However often a reader is cut off, and while events go on happening, it gets every one once and in order.
class EventStreamProperties {

  private static final AtomicLong NEXT_SESSION = new AtomicLong(1000);

  private static final TestServer underTest = TestServer.start();

  @AfterContainer
  static void stop() {
    underTest.close();
  }

  @Property(tries = 60)
  void readerThatIsCutOffAnywhereGetsEveryEventOnce(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 12) Integer> readings,
      @ForAll @IntRange(min = 1, max = 40) int events,
      @ForAll @IntRange(min = 0, max = 40) int present) {
    var call = new SessionId(Long.toString(NEXT_SESSION.incrementAndGet())).call(1);
    var journal = underTest.rooms.journal(call);
    for (int seq = 1; seq <= Math.min(present, events); seq++) journal.add(message(call, seq));
    var writer =
        Thread.ofVirtual()
            .start(() -> {
              for (int seq = journal.size() + 1; seq <= events; seq++)
                journal.add(message(call, seq));
              journal.end();
            });

    var seen = new ArrayList<Long>();
    var path = "/v1/calls/" + call + "/events";
    for (int reading : readings) read(path, seen, reading);
    read(path, seen, Integer.MAX_VALUE);

    assertThat(seen).isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
    assertThat(writer.isAlive()).isFalse();
  }

  /// Reads some events and cuts the connection off, without waiting for the end.
  private static void read(String path, List<Long> seen, int count) {
    try (var reader = EventReader.open(underTest, path, lastOf(seen))) {
      for (int i = 0; i < count; i++) {
        var frame = reader.next();
        if (frame.isEmpty()) return;
        assertThat(frame.get().data()).contains("\"seq\":%d,".formatted(frame.get().id()));
        seen.add(frame.get().id());
      }
    }
  }

  private static @Nullable String lastOf(List<Long> seen) {
    return seen.isEmpty() ? null : seen.getLast().toString();
  }
}
