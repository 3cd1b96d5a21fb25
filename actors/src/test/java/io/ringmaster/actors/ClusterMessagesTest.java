package io.ringmaster.actors;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.journal.Examples;
import io.ringmaster.actors.journal.OwnClasses;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.jackson.JacksonCborSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever entities say to one another can be said across nodes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterMessagesTest {

  private final ActorTestKit underTest = ActorTestKit.create();

  @AfterAll
  void shutDown() {
    underTest.shutdownTestKit();
  }

  Stream<Arguments> messages() {
    var examples = new Examples(underTest.createTestProbe().ref());
    return OwnClasses.implementing(ClusterMessage.class).stream()
        .flatMap(type ->
            examples.of(type).entrySet().stream()
                .map(each ->
                    Arguments.of(type.getDeclaringClass(), each.getKey(), each.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("messages")
  void everyMessageArrivesAsItWasSent(Class<?> in, String label, Object message) {
    underTest.serializationTestKit().verifySerialization(message, true);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("messages")
  void everyMessageIsWrittenAsCbor(Class<?> in, String label, Object message) {
    var serializer =
        SerializationExtension.get(underTest.system().classicSystem()).findSerializerFor(message);
    assertThat(serializer).isInstanceOf(JacksonCborSerializer.class);
  }

  @Test
  void theMessagesAreFound() {
    assertThat(OwnClasses.implementing(ClusterMessage.class)).hasSizeGreaterThan(15);
  }
}
