package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AdmissionTest extends FreshEdge {

  @Test
  void optionsAreAnsweredWithWhatWeCan() {
    peer.send(outside("OPTIONS", ""));

    var answer = peer.receive();
    assertThat(answer).startsWith("SIP/2.0 200 ");
    assertThat(Wire.header(answer, "Allow")).contains("INVITE", "UPDATE", "OPTIONS");
    assertThat(Wire.header(answer, "Accept")).isEqualTo("application/sdp");
    assertThat(Wire.headers(answer, "Supported")).hasSize(1);
    assertThat(Wire.toTag(answer)).isNotEmpty();
  }

  @Test
  void optionsInsideADialogAreAnsweredToo() {
    peer.send(fixture.inDialog("OPTIONS", "123456789-1", "c", 4, "", ""));

    assertThat(peer.receive()).startsWith("SIP/2.0 200 ");
  }

  @Test
  void methodsThatWeKnowButDoNotServeAre405() {
    for (var method :
        new String[] {"REGISTER", "MESSAGE", "REFER", "SUBSCRIBE", "NOTIFY", "PUBLISH", "PRACK"}) {
      peer.send(outside(method, ""));
      var answer = peer.receive();
      assertThat(answer).as(method).startsWith("SIP/2.0 405 ");
      assertThat(Wire.header(answer, "Allow")).contains("INVITE");
    }
    peer.send(fixture.inDialog("MESSAGE", "123456789-1", "c", 4, "", ""));
    assertThat(peer.receive()).startsWith("SIP/2.0 405 ");
  }

  @Test
  void methodsThatNobodyKnowsAre501() {
    peer.send(outside("FROBNICATE", ""));

    var answer = peer.receive();
    assertThat(answer).startsWith("SIP/2.0 501 ");
    assertThat(Wire.header(answer, "Allow")).contains("INVITE");
  }

  @Test
  void requiredExtensionsAreRefusedByName() {
    peer.send(fixture.invite("c1", "b1", "7001", "Require: 100rel, nothing\n"));

    var answer = peer.receive();
    assertThat(answer).startsWith("SIP/2.0 420 ");
    assertThat(Wire.header(answer, "Unsupported")).contains("100rel").contains("nothing");
  }

  @Test
  void contentThatIsNoSdpIsRefused() {
    peer.send(fixture.invite("c1", "b1").replace("application/sdp", "application/xml"));

    var answer = peer.receive();
    assertThat(answer).startsWith("SIP/2.0 415 ");
    assertThat(Wire.header(answer, "Accept")).isEqualTo("application/sdp");
  }

  @Test
  void contentThatMayBeIgnoredIsIgnored() {
    peer.send(
        fixture
            .invite("c1", "b1", "7001", "Content-Disposition: session;handling=optional\n")
            .replace("application/sdp", "application/isup"));

    assertThat(fixture.invited().sdp()).isNull();
  }

  @Test
  void encodedContentIsRefused() {
    peer.send(fixture.invite("c1", "b1", "7001", "Content-Encoding: gzip\n"));

    assertThat(peer.receive()).startsWith("SIP/2.0 415 ");
  }

  @Test
  void inviteWithoutSdpIsTaken() {
    peer.send(
        fixture
            .invite("c1", "b1")
            .replace("Content-Type: application/sdp\n", "")
            .replaceFirst("Content-Length: .*(?s:.*)", "Content-Length: 0\n\n"));

    assertThat(fixture.invited().sdp()).isNull();
  }

  @Test
  void inviteWithoutContactIsMalformed() {
    peer.send(fixture.invite("c1", "b1").replaceFirst("Contact: .*\n", ""));

    assertThat(peer.receive()).startsWith("SIP/2.0 400 ");
  }

  @Test
  void callerThatDoesNotTakeSdpIsRefused() {
    peer.send(fixture.invite("c1", "b1", "7001", "Accept: text/plain\n"));

    assertThat(peer.receive()).startsWith("SIP/2.0 406 ");
  }

  @Test
  void telephoneNumbersAreRoutedLikeUsers() {
    peer.send(
        fixture
            .invite("c1", "b1")
            .replaceFirst("INVITE sip:\\S+", "INVITE tel:7001;phone-context=example.com"));

    assertThat(fixture.invited().destination()).isEqualTo("7001");
  }

  @Test
  void unknownSchemeIsRefused() {
    peer.send(
        fixture
            .invite("c1", "b1")
            .replaceFirst("INVITE sip:\\S+", "INVITE mailto:7001@example.com"));

    assertThat(peer.receive()).startsWith("SIP/2.0 416 ");
  }

  @Test
  void malformedRequestIs400WithoutAnyOfItsText() {
    peer.send(fixture.invite("c1", "b1").replaceFirst("CSeq: .*\n", "CSeq: boo INVITE\n"));

    var answer = peer.receive();
    assertThat(answer)
        .startsWith("SIP/2.0 400 Bad request - bad cseq\r\n")
        .doesNotContain("alice@127");
    assertThat(Wire.body(answer)).isEmpty();
    assertThat(fixture.edge.statistics().malformed()).isEqualTo(1);
    assertThat(fixture.calls.all()).isEmpty();
  }

  @Test
  void rubbishIsDroppedAndCounted() {
    peer.send("boo!\n\n");
    peer.send("INVITE\n\n");
    peer.send("\n\n");

    assertThat(peer.receiveOrNothing(Duration.ofMillis(200))).isEmpty();
    assertThat(fixture.edge.statistics().malformed()).isEqualTo(2);
  }

  @Test
  void answerComesBackOverTheTransportOfTheRequestWhateverItsViaSays() {
    peer.send(fixture.invite("c1", "b1").replace("SIP/2.0/UDP", "SIP/2.0/TCP"));

    assertThat(peer.receive()).startsWith("SIP/2.0 100 ");
    assertThat(fixture.invited().dialog().transport()).isEqualTo("UDP");
  }

  @Test
  void whatPassesIsCounted() {
    peer.send(outside("OPTIONS", ""));
    peer.receive();
    peer.send(outside("FROBNICATE", ""));
    peer.receive();

    assertThat(fixture.edge.statistics().requestsReceived())
        .containsEntry("OPTIONS", 1L)
        .containsEntry("OTHER", 1L);
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(fixture.edge.statistics().responsesSent())
                .containsEntry(2, 1L)
                .containsEntry(5, 1L));
  }

  private String outside(String method, String more) {
    return """
    %s sip:7001@127.0.0.1 SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%s;rport
    From: <sip:alice@example.com>;tag=from1
    To: <sip:7001@127.0.0.1>
    Call-ID: out-%s
    CSeq: 1 %s
    Max-Forwards: 0
    %sContent-Length: 0

    """
        .formatted(method, peer.port(), method, method, method, more);
  }
}
