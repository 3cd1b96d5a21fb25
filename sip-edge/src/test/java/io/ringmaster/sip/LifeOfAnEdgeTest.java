package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LifeOfAnEdgeTest {

  @Test
  void closedEdgeLeavesNoThreadAndItsPortToOthers() throws IOException {
    var before = threads();
    var first = new EdgeFixture();
    var port = first.edge.port();
    first.peer.send(first.invite("c1", "b1"));
    first.invited();
    first.edge.close();
    first.close();

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    var settings = SipSettings.on("127.0.0.1", port, "here");
    try (var second = new EdgeFixture(settings)) {
      assertThat(second.edge.port()).isEqualTo(port);
    }
  }

  @Test
  void portInUseIsSaidInOneSentenceAndNoThreadStays() throws IOException {
    try (var first = new EdgeFixture()) {
      first.peer.send(first.invite("c1", "b1"));
      first.invited();
      var before = threads();
      var settings = SipSettings.on("127.0.0.1", first.edge.port(), "here");
      assertThatThrownBy(() -> new EdgeFixture(settings))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1 port " + first.edge.port())
          .hasMessageContaining("in use");
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }
  }

  /// Live threads that the edge and its stack start, by name and number.
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().matches("(?i).*(EventScanner|UDP|NioSelector|SipTimer|sip-).*"))
        .map(t -> t.getName() + "#" + t.threadId())
        .collect(Collectors.toSet());
  }
}
