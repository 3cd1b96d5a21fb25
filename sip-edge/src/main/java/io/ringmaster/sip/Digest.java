package io.ringmaster.sip;

import io.ringmaster.actors.port.SipEffect.Authorization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Answers digest challenges (RFC 7616, RFC 8760 and, without `qop`, RFC 2069).
final class Digest {

  /// Weakest first. A challenge without an algorithm means MD5.
  private static final List<String> ALGORITHMS =
      List.of("MD5", "MD5-SESS", "SHA-256", "SHA-256-SESS", "SHA-512-256", "SHA-512-256-SESS");

  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s,]*)");

  private Digest() {}

  /// One challenge, parameters by name in lower case.
  private record Challenge(Map<String, String> parameters) {

    String get(String name) {
      return parameters.getOrDefault(name, "");
    }

    String algorithm() {
      return parameters.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
    }

    int strength() {
      return ALGORITHMS.indexOf(algorithm());
    }

    /// `auth`, else `auth-int`, else empty for the old form.
    @Nullable String qop() {
      if (!parameters.containsKey("qop")) return "";
      var offered = Arrays.asList(get("qop").toLowerCase(Locale.ROOT).split("[\\s,]+"));
      if (offered.contains("auth")) return "auth";
      return offered.contains("auth-int") ? "auth-int" : null;
    }
  }

  /// The values for Authorization or Proxy-Authorization: for each realm the strongest challenge that we know, answered. Empty
  /// when none is known.
  static List<String> answers(
      Authorization authorization, String method, String uri, String body, RandomGenerator random) {
    var strongest = new LinkedHashMap<String, Challenge>();
    for (var text : authorization.challenges()) {
      var challenge = parse(text);
      if (challenge == null || challenge.strength() < 0 || challenge.qop() == null) continue;
      strongest.merge(
          challenge.get("realm"), challenge, (a, b) -> b.strength() > a.strength() ? b : a);
    }
    var answers = new ArrayList<String>();
    for (var challenge : strongest.values()) {
      answers.add(answer(challenge, authorization, method, uri, body, nonce(random)));
    }
    return answers;
  }

  private static String nonce(RandomGenerator random) {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static @Nullable Challenge parse(String text) {
    var stripped = text.strip();
    if (!stripped.regionMatches(true, 0, "Digest", 0, 6)) return null;
    var parameters = new LinkedHashMap<String, String>();
    var matcher = PARAMETER.matcher(stripped.substring(6));
    while (matcher.find()) {
      parameters.putIfAbsent(
          matcher.group(1).toLowerCase(Locale.ROOT), SipText.unquoted(matcher.group(2)));
    }
    return parameters.containsKey("nonce") ? new Challenge(parameters) : null;
  }

  private static String answer(
      Challenge challenge,
      Authorization who,
      String method,
      String uri,
      String body,
      String clientNonce) {
    var algorithm = challenge.algorithm();
    var qop = java.util.Objects.requireNonNull(challenge.qop());
    var response =
        response(
            algorithm,
            who.user(),
            challenge.get("realm"),
            who.password(),
            challenge.get("nonce"),
            clientNonce,
            qop,
            method,
            uri,
            body);
    var text = new StringBuilder("Digest username=").append(SipText.quoted(who.user()));
    text.append(", realm=").append(SipText.quoted(challenge.get("realm")));
    text.append(", nonce=").append(SipText.quoted(challenge.get("nonce")));
    text.append(", uri=").append(SipText.quoted(uri));
    text.append(", response=\"").append(response).append('"');
    if (challenge.parameters().containsKey("algorithm")) {
      text.append(", algorithm=").append(challenge.get("algorithm"));
    }
    boolean tells = !qop.isEmpty() || algorithm.endsWith("-SESS");
    if (tells) text.append(", cnonce=\"").append(clientNonce).append('"');
    if (!qop.isEmpty()) text.append(", qop=").append(qop).append(", nc=00000001");
    if (challenge.parameters().containsKey("opaque")) {
      text.append(", opaque=").append(SipText.quoted(challenge.get("opaque")));
    }
    return text.toString();
  }

  /// The `response` of one digest (RFC 7616 section 3.4.1), for the first request with this nonce.
  ///
  /// @param qop `auth`, `auth-int` or empty
  static String response(
      String algorithm,
      String user,
      String realm,
      String password,
      String nonce,
      String clientNonce,
      String qop,
      String method,
      String uri,
      String body) {
    var hash = algorithm.toUpperCase(Locale.ROOT).replace("-SESS", "");
    var secret = hash(hash, user + ":" + realm + ":" + password);
    if (algorithm.toUpperCase(Locale.ROOT).endsWith("-SESS")) {
      secret = hash(hash, secret + ":" + nonce + ":" + clientNonce);
    }
    var what = method + ":" + uri + (qop.equals("auth-int") ? ":" + hash(hash, body) : "");
    var middle = qop.isEmpty() ? nonce : nonce + ":00000001:" + clientNonce + ":" + qop;
    return hash(hash, secret + ":" + middle + ":" + hash(hash, what));
  }

  private static String hash(String algorithm, String text) {
    try {
      var name = algorithm.equals("SHA-512-256") ? "SHA-512/256" : algorithm;
      var digest = MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has " + algorithm, impossible);
    }
  }
}
