package io.ringmaster.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringmaster.actors.port.SipEffect.Authorization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DigestTest {

  private static final String RFC_2617_NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
  private static final String RFC_7616_NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String RFC_7616_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  @Test
  void exampleOfRfc2617Section35IsReproduced() {
    assertThat(
            Digest.response(
                "MD5",
                "Mufasa",
                "testrealm@host.com",
                "Circle Of Life",
                RFC_2617_NONCE,
                "0a4f113b",
                "auth",
                "GET",
                "/dir/index.html",
                ""))
        .isEqualTo("6629fae49393a05397450978507c4ef1");
  }

  @Test
  void exampleWithoutQopIsReproduced() {
    assertThat(
            Digest.response(
                "MD5",
                "Mufasa",
                "testrealm@host.com",
                "Circle Of Life",
                RFC_2617_NONCE,
                "",
                "",
                "GET",
                "/dir/index.html",
                ""))
        .isEqualTo("670fd8c2df070c60b045671b8b24ff02");
  }

  @Test
  void examplesOfRfc7616Section391AreReproduced() {
    assertThat(
            Digest.response(
                "MD5",
                "Mufasa",
                "http-auth@example.org",
                "Circle of Life",
                RFC_7616_NONCE,
                RFC_7616_CNONCE,
                "auth",
                "GET",
                "/dir/index.html",
                ""))
        .isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    assertThat(
            Digest.response(
                "SHA-256",
                "Mufasa",
                "http-auth@example.org",
                "Circle of Life",
                RFC_7616_NONCE,
                RFC_7616_CNONCE,
                "auth",
                "GET",
                "/dir/index.html",
                ""))
        .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  }

  @Test
  void strongestChallengeOfEachRealmIsAnswered() {
    var answers =
        answers(
            "Digest realm=\"a\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"",
            "Digest realm=\"a\", nonce=\"n2\", algorithm=SHA-512-256, qop=\"auth\"",
            "Digest realm=\"a\", nonce=\"n3\", algorithm=SHA-256, qop=\"auth\"",
            "Digest realm=\"b\", nonce=\"n4\"");

    assertThat(answers).hasSize(2);
    assertThat(answers.get(0)).contains("nonce=\"n2\"", "algorithm=SHA-512-256");
    assertThat(answers.get(1))
        .contains("nonce=\"n4\"")
        .doesNotContain("qop", "nc=", "cnonce", "algorithm");
  }

  @Test
  void challengesThatNobodyCouldAnswerAreLeftOut() {
    assertThat(
            answers(
                "Basic realm=\"a\"",
                "Digest realm=\"a\", nonce=\"n\", algorithm=ROT13",
                "Digest realm=\"a\"",
                "Digest realm=\"a\", nonce=\"n\", qop=\"auth-conf\"",
                ""))
        .isEmpty();
  }

  @Test
  void quotesInNamesAreEscaped() {
    var text =
        Digest.answers(
                new Authorization(
                    List.of("Digest realm=\"a \\\"b\\\"\", nonce=\"n\""), false, "m\"e", "p"),
                "INVITE",
                "sip:b",
                "",
                new Random(1))
            .getFirst();

    assertThat(text).contains("username=\"m\\\"e\"", "realm=\"a \\\"b\\\"\"");
  }

  @Test
  void staleChallengeIsAnsweredLikeANewOne() {
    assertThat(
            answers("Digest realm=\"a\", nonce=\"fresh\", stale=true, qop=\"auth-int,auth\"")
                .getFirst())
        .contains("nonce=\"fresh\"", "qop=auth,");
  }

  private static List<String> answers(String... challenges) {
    return Digest.answers(
        new Authorization(List.of(challenges), false, "me", "secret"),
        "INVITE",
        "sip:b",
        "",
        new Random(1));
  }
}
