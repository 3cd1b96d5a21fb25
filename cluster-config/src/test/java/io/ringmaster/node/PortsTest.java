package io.ringmaster.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.Options;
import io.ringmaster.node.settings.StartFailure;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @ParameterizedTest
  @ValueSource(strings = {"--http-port", "--sip-port", "--cluster-port"})
  void tcpPortInUseIsNamedWithTheOptionThatChangesIt(String option) throws IOException {
    try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() -> Ports.check(settings(option + "=" + taken.getLocalPort())))
          .isInstanceOf(StartFailure.class)
          .hasMessageContainingAll(String.valueOf(taken.getLocalPort()), "is in use", option);
    }
  }

  @Test
  void udpPortOfSipInUseIsNamed() throws IOException {
    try (var taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      assertThatThrownBy(() -> Ports.check(settings("--sip-port=" + taken.getLocalPort())))
          .isInstanceOf(StartFailure.class)
          .hasMessageContainingAll("(UDP)", "is in use", "--sip-port");
    }
  }

  @Test
  void addressOfAnotherMachineIsRefused() {
    assertThatThrownBy(() -> Ports.check(settings("--host=192.0.2.1")))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            "the address 192.0.2.1 is not one of this machine; give one that is with --host");
  }

  @Test
  void freePortsAreFine() {
    assertThatCode(() -> Ports.check(settings())).doesNotThrowAnyException();
  }

  private static NodeSettings settings(String... more) {
    var arguments = new ArrayList<>(List.of("--http-port=0", "--sip-port=0", "--cluster-port=0"));
    arguments.addAll(List.of(more));
    return NodeSettings.load(Options.parse(arguments), Map.of());
  }
}
