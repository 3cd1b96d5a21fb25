package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.AnswerReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import io.ringmaster.protocol.sip.Dialog;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpTest extends FreshEdge {

  @Test
  void callOverTcpGoesBackOverItsConnection() throws IOException {
    try (var caller = connect()) {
      send(caller, overTcp(fixture.invite("c1", "b1")));
      assertThat(read(caller)).startsWith("SIP/2.0 100 ");
      var invite = fixture.invited();
      var call = fixture.calls.callOf(invite);
      assertThat(invite.dialog().transport()).isEqualTo("TCP");
      assertThat(invite.dialog().destination()).isEqualTo("127.0.0.1:" + caller.getLocalPort());
      fixture.respond(invite, 200);
      var answer = read(caller);
      assertThat(answer).startsWith("SIP/2.0 200 ");
      assertThat(Wire.header(answer, "Contact")).contains(";transport=tcp");
      assertThat(read(caller)).as("2xx is repeated over TCP as well").isEqualTo(answer);
      send(caller, overTcp(fixture.inDialog("ACK", call.value(), "c1", 10, "", "")));
      fixture.calls.await(AckReceived.class);

      fixture.perform(call, new SipEffect.SendBye(invite.dialog().withLocalCSeq(1), Headers.NONE));
      var bye = readUntil(caller, "BYE ");
      assertThat(Wire.header(bye, "Via")).startsWith("SIP/2.0/TCP");
    }
  }

  @Test
  void uriThatAsksForTcpIsCalledOverTcp() throws IOException {
    var call = new CallId("4400000000001-2");
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var target = "sip:bob@127.0.0.1:%d;transport=tcp".formatted(server.getLocalPort());
      var dialog = fixture.dialogTo(call).withRemoteTarget(target);
      fixture.perform(call, new SipEffect.SendInvite(dialog, Headers.NONE, EdgeFixture.SDP, null));
      try (var callee = server.accept()) {
        var invite = read(callee);
        assertThat(invite).startsWith("INVITE " + target);
        assertThat(Wire.header(invite, "Via")).startsWith("SIP/2.0/TCP");
        assertThat(Wire.header(invite, "Contact")).contains(";transport=tcp");
        send(
            callee,
            fixture.response(invite, "200 OK", "bobtag", "Contact: <" + target + ">\r\n", ""));
        Dialog established = dialog.establishedBy(fixture.calls.await(AnswerReceived.class).peer());
        fixture.perform(call, new SipEffect.SendAck(established, 1));
        assertThat(read(callee)).startsWith("ACK ");
      }
    }
  }

  @Test
  void messagesAreCutByTheirLengthHoweverTheBytesArrive() throws IOException {
    var options =
        """
        OPTIONS sip:127.0.0.1 SIP/2.0
        v: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bK%d
        f: <sip:a@example.com>;tag=1
        t: <sip:b@example.com>
        i: tcp%d
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Type: text/plain
        %s: 6

        ab\r
        cd\
        """
            .replace("\r\n", "\n")
            .replace("\n", "\r\n");
    var both =
        options.formatted(1, 1, "l") + "\r\n\r\n" + options.formatted(2, 2, "Content-Length ");
    try (var caller = connect()) {
      for (byte one : both.getBytes(StandardCharsets.UTF_8)) {
        caller.getOutputStream().write(one);
        caller.getOutputStream().flush();
      }
      assertThat(Wire.header(readUntil(caller, "SIP/2.0 200"), "Call-ID")).isEqualTo("tcp1");
      assertThat(Wire.header(readUntil(caller, "SIP/2.0 200"), "Call-ID")).isEqualTo("tcp2");
    }
  }

  @Test
  void pingIsAnsweredWithAPong() throws IOException {
    try (var caller = connect()) {
      send(caller, "\r\n\r\n");
      assertThat(caller.getInputStream().readNBytes(2)).isEqualTo(new byte[] {'\r', '\n'});
    }
  }

  @Test
  void malformedRequestIs400AndTheConnectionGoesOn() throws IOException {
    try (var caller = connect()) {
      send(
          caller,
          overTcp(fixture.invite("c1", "b1")).replaceFirst("CSeq: .*\r\n", "CSeq: x INVITE\r\n"));
      assertThat(read(caller)).startsWith("SIP/2.0 400 ");
      send(caller, overTcp(fixture.invite("c2", "b2")));
      assertThat(read(caller)).startsWith("SIP/2.0 100 ");
    }
  }

  @Test
  void messageThatIsTooLongOrHasNoLengthEndsItsConnectionAndNoOther() throws IOException {
    for (var length : List.of("2000000000", "-5", "99999999999999", "many", "400000")) {
      try (var caller = connect()) {
        send(
            caller,
            overTcp(fixture.invite("c1", "b1"))
                .replaceFirst("Content-Length: .*\r\n", "Content-Length: " + length + "\r\n"));
        caller.setSoTimeout(5000);
        var answer = new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(
                answer.isEmpty()
                    || answer.startsWith("SIP/2.0 513")
                    || answer.startsWith("SIP/2.0 400"))
            .as(length + ": " + answer)
            .isTrue();
      }
    }
    assertThat(fixture.calls.all(InviteReceived.class)).isEmpty();
    try (var caller = connect()) {
      send(caller, overTcp(fixture.invite("c3", "b3")));
      assertThat(read(caller)).startsWith("SIP/2.0 100 ");
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.edge.port()), 2000);
    socket.setSoTimeout(5000);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static String overTcp(String message) {
    return message
        .replace("SIP/2.0/UDP", "SIP/2.0/TCP")
        .replace("\r\n", "\n")
        .replace("\n", "\r\n");
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readUntil(Socket socket, String start) throws IOException {
    while (true) {
      var message = read(socket);
      if (message.startsWith(start)) return message;
    }
  }

  private static String read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) throw new IOException("closed after: " + head);
      if (head.isEmpty() && (c == '\r' || c == '\n')) continue;
      head.append((char) c);
    }
    var length = Wire.header(head.toString(), "Content-Length");
    var body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
    return head + new String(body, StandardCharsets.UTF_8);
  }
}
