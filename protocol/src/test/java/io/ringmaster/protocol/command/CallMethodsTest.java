package io.ringmaster.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.ringmaster.protocol.event.Contracts;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One command for each method of VoxEngine's Call that does something (`contract/call-methods.json`).
class CallMethodsTest {

  /// Methods that the scenario runtime answers by itself.
  private static final Set<String> NEED_NO_COMMAND =
      Set.of(
          "state",
          "toString",
          "id",
          "callId",
          "incoming",
          "callerid",
          "displayName",
          "number",
          "vad",
          "clientType",
          "is_conf",
          "addEventListener",
          "removeEventListener");

  /// Undocumented, known from logs by name alone; its successor is `monitorMediaStatistics`.
  private static final Set<String> NOT_YET = Set.of("enableMediaStatistics");

  private final Set<String> methods =
      Stream.of("members", "legacy", "newer")
          .flatMap(list -> Contracts.read("call-methods.json").get(list).valueStream())
          .map(name -> name.asText())
          .collect(Collectors.toSet());

  @Test
  void everyMethodThatDoesSomethingHasOneCommandAndThereIsNoOther() {
    var expected = new HashSet<>(methods);
    expected.removeAll(NEED_NO_COMMAND);
    expected.removeAll(NOT_YET);
    assertThat(commands().map(CallMethodsTest::method))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void onlyMethodsOfTheCallAreExcused() {
    assertThat(methods).containsAll(NEED_NO_COMMAND).containsAll(NOT_YET);
  }

  @Test
  void aCommandKnowsItsMethod() {
    assertThat(new MediaCommand.StopPlayback().method()).isEqualTo("stopPlayback");
    assertThat(new SignallingCommand.SetCustomData("x").method()).isEqualTo("customData");
  }

  private static Stream<Class<?>> commands() {
    return Arrays.stream(CallCommand.class.getPermittedSubclasses())
        .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()));
  }

  private static String method(Class<?> command) {
    return command.getAnnotation(JsonTypeName.class).value();
  }
}
