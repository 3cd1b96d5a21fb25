package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect;
import io.ringmaster.protocol.Headers;
import io.ringmaster.protocol.signal.SipSignal.AckReceived;
import io.ringmaster.protocol.signal.SipSignal.ByeReceived;
import io.ringmaster.protocol.signal.SipSignal.InviteReceived;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Ten thousand damaged messages, the same at every run: no thread of the edge dies of them, and a call beside them goes on.
class MutatedMessagesTest {

  private static final int MESSAGES = 10_000;
  private static final List<String> NASTY =
      List.of(
          "\r\n",
          "\0",
          "\"",
          "<",
          ">",
          ";",
          ",",
          "%",
          "%00",
          "sip:",
          "tel:",
          "@",
          "=",
          ":",
          "()",
          "99999999999999999999",
          "-1",
          "z9hG4bK",
          ";tag=",
          ";maddr=no.such.host.invalid",
          ";rport",
          "SIP/2.0/TCP",
          "\r\nContent-Length: -3",
          "\r\nVia: ",
          "\r\n\r\n",
          "((((((((",
          "\u00ff\u00fe",
          "Require: x\r\n",
          ";received=1.2.3.4",
          "[::1]",
          "Contact: *\r\n");

  @Test
  void noThreadDiesAndACallBesideThemGoesOn() throws IOException, URISyntaxException {
    try (var fixture = new EdgeFixture()) {
      var peer = fixture.peer;
      peer.send(fixture.invite("steady", "steady"));
      var invite = fixture.invited();
      var call = fixture.calls.callOf(invite);
      fixture.respond(invite, 200);
      peer.receive("SIP/2.0 200");
      peer.send(fixture.inDialog("ACK", call.value(), "steady", 10, "", ""));
      fixture.calls.await(AckReceived.class);
      var threads = threadsOfEdges();
      assertThat(threads).hasSizeGreaterThanOrEqualTo(4);

      var random = new Random(4475);
      var seeds = seeds(fixture, call.value());
      var attacker = fixture.newPeer();
      for (int i = 0; i < MESSAGES; i++) {
        attacker.sendBytes(mutated(seeds.get(random.nextInt(seeds.size())), random));
        if (i % 100 == 99) roundTrip(fixture, i);
      }

      assertThat(threadsOfEdges()).containsAll(threads);
      assertThat(fixture.edge.statistics().malformed()).isGreaterThan(MESSAGES / 10);
      peer.forget();
      peer.send(fixture.inDialog("BYE", call.value(), "steady", 11_111, "", ""));
      var bye = fixture.calls.await(ByeReceived.class, b -> b.cseq() == 11_111);
      fixture.perform(
          call,
          new SipEffect.Respond(bye.transaction(), invite.dialog(), 200, null, Headers.NONE, null));
      assertThat(peer.receive("SIP/2.0 200")).contains("CSeq: 11111 BYE");
      peer.send(fixture.invite("after", "after"));
      fixture.calls.await(InviteReceived.class, next -> next.dialog().sipCallId().equals("after"));
    }
  }

  /// Waits until the edge has got as far as this: else the socket would drop what comes too fast.
  private static void roundTrip(EdgeFixture fixture, int number) {
    fixture.peer.send(
        fixture
            .inDialog("OPTIONS", "1-1", "ping" + number, number + 1, "", "")
            .replace(";tag=1-1", ""));
    fixture.peer.receive("SIP/2.0 200", "Call-ID: ping" + number);
  }

  private static List<byte[]> seeds(EdgeFixture fixture, String tag)
      throws IOException, URISyntaxException {
    var seeds = new ArrayList<byte[]>();
    var folder =
        Path.of(Objects.requireNonNull(MutatedMessagesTest.class.getResource("/rfc4475")).toURI());
    try (var files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".dat")).sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    for (int i = 0; i < 20; i++) {
      seeds.add(bytes(fixture.invite("seed" + i, "seed" + i)));
      seeds.add(
          bytes(
              fixture.inDialog("INFO", tag, "steady", 20 + i, "Content-Type: text/plain\n", "hi")));
    }
    seeds.add(bytes(fixture.inDialog("ACK", tag, "steady", 10, "", "")));
    return seeds;
  }

  private static byte[] bytes(String text) {
    return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] mutated(byte[] seed, Random random) {
    var text = new StringBuilder(new String(seed, StandardCharsets.ISO_8859_1));
    for (int n = random.nextInt(1, 6); n > 0 && text.length() > 10; n--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, NASTY.get(random.nextInt(NASTY.size())));
        case 3 -> text.setLength(Math.max(1, at));
        case 4 ->
            text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(200))));
        default ->
            text.insert(
                at, String.valueOf((char) random.nextInt(256)).repeat(random.nextInt(3000)));
      }
    }
    var bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length > 60_000 ? java.util.Arrays.copyOf(bytes, 60_000) : bytes;
  }

  private static Set<String> threadsOfEdges() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(
            t -> t.getName().matches("(?i).*(EventScanner|UDP|NioSelector|SipTimer|sip-clock).*"))
        .map(t -> t.getName() + "#" + t.threadId())
        .collect(Collectors.toSet());
  }
}
