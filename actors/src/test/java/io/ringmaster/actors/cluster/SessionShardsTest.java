package io.ringmaster.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.protocol.SessionId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.junit.jupiter.api.Test;

class SessionShardsTest {

  private final SessionShards<String> underTest = new SessionShards<>();

  @Property(tries = 300)
  void sessionAndItsCallsShareAShardThatExists(
      @ForAll @IntRange(min = 1, max = SessionId.LAST_TAG) int tag,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 999_999) int number) {
    var session = SessionId.of(tag, seed);
    var shard = underTest.shardId(session.value());
    assertThat(underTest.shardId(session.call(number).value())).isEqualTo(shard);
    assertThat(Integer.parseInt(shard)).isBetween(0, 4095);
  }

  @Test
  void idsOfDifferentTagsNeverShareAShard() {
    var one = SessionId.of(1, 1);
    var two = SessionId.of(2, 1);
    assertThat(underTest.shardId(one.value())).isNotEqualTo(underTest.shardId(two.value()));
  }

  @Test
  void envelopeIsOpened() {
    var envelope = new ShardingEnvelope<>("8796093022209-1", "hello");
    assertThat(underTest.entityId(envelope)).isEqualTo("8796093022209-1");
    assertThat(underTest.unwrapMessage(envelope)).isEqualTo("hello");
  }
}
