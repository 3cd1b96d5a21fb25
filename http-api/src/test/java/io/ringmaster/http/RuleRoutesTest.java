package io.ringmaster.http;

import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleRoutesTest {

  private static TestServer underTest;

  @BeforeAll
  static void start() {
    underTest = TestServer.start();
  }

  @AfterAll
  static void stop() {
    underTest.close();
  }

  @BeforeEach
  void clear() {
    underTest.catalogue.rules.clear();
    underTest.catalogue.scenarios.clear();
    underTest.catalogue.putScenario("greet", "a()");
  }

  private static HttpResponse<String> put(String name, String json) {
    return underTest.json("PUT", "/v1/rules/" + name, json);
  }

  @Test
  void storedRuleComesBackWithItsDefaults() {
    assertThat(put("desk", "{\"pattern\":\"7001\",\"scenarios\":[\"greet\"]}").statusCode())
        .isEqualTo(201);
    assertThat(put("desk", "{\"pattern\":\"7002\",\"scenarios\":[\"greet\"]}").statusCode())
        .isEqualTo(200);

    var rule = TestServer.parse(underTest.get("/v1/rules/desk"));

    assertThat(rule.toString())
        .isEqualTo(
            "{\"name\":\"desk\",\"pattern\":\"7002\",\"scenarios\":[\"greet\"],\"priority\":100,\"control\":\"scenario\"}");
  }

  @Test
  void rulesAreListedInTheOrderInWhichTheyAreTried() {
    put(
        "late",
        "{\"pattern\":\".*\",\"control\":\"http\",\"priority\":900,\"webhook\":\"https://example.org/hook\"}");
    put("early", "{\"pattern\":\"7...\",\"scenarios\":[\"greet\"],\"priority\":1}");

    var list = TestServer.parse(underTest.get("/v1/rules"));

    assertThat(list.findValuesAsText("name")).containsExactly("early", "late");
    assertThat(list.findValuesAsText("control")).containsExactly("scenario", "http");
  }

  @Test
  void matchTellsTheRuleAndWhyEarlierOnesWerePassedOver() {
    put("part", "{\"pattern\":\"700\",\"scenarios\":[\"greet\"],\"priority\":1}");
    put("other", "{\"pattern\":\"8...\",\"scenarios\":[\"greet\"],\"priority\":2}");
    put("hit", "{\"pattern\":\"7...\",\"scenarios\":[\"greet\",\"absent\"],\"priority\":3}");
    put("never", "{\"pattern\":\".*\",\"scenarios\":[\"greet\"],\"priority\":4}");

    var match = TestServer.parse(underTest.get("/v1/rules/match?destination=7001"));

    assertThat(match.path("matched").asBoolean()).isTrue();
    assertThat(match.path("rule").path("name").asText()).isEqualTo("hit");
    assertThat(match.path("passedOver").findValuesAsText("rule")).containsExactly("part", "other");
    assertThat(match.path("passedOver").path(0).path("why").asText())
        .isEqualTo(
            "'700' matches only the part '700' of '7001', and a pattern must match the whole");
    assertThat(match.path("rule").path("warnings").toString())
        .contains("no scenario 'absent'")
        .doesNotContain("greet");
  }

  @Test
  void matchSaysSoWhenNoRuleMatches() {
    put("other", "{\"pattern\":\"8...\",\"scenarios\":[\"greet\"]}");

    var match = TestServer.parse(underTest.get("/v1/rules/match?destination=%2B49301234"));

    assertThat(match.path("matched").asBoolean()).isFalse();
    assertThat(match.path("destination").asText()).isEqualTo("+49301234");
    assertThat(match.path("why").asText()).contains("None of the 1 rules matches");
    assertProblem(underTest.get("/v1/rules/match"), 400, "destination=7001");
  }

  @Test
  void wrongRuleIsRefusedByTheFieldThatIsWrong() {
    assertThat(
            assertProblem(
                    put("r", "{\"pattern\":\"7(\",\"scenarios\":[\"a\"]}"),
                    422,
                    "regular expression")
                .path("field")
                .asText())
        .isEqualTo("pattern");
    assertProblem(put("r", "{\"pattern\":\"7\"}"), 422, "at least one scenario");
    assertProblem(put("r", "{\"scenarios\":[\"a\"]}"), 422, "'pattern' is missing");
    assertProblem(
        put("r", "{\"pattern\":\"7\",\"scenario\":\"a\"}"),
        422,
        "no field 'scenario' here; the fields are name, pattern");
    assertProblem(
        put("r", "{\"pattern\":\"7\",\"scenarios\":\"a\"}"), 422, "'scenarios' must be a list");
    assertProblem(
        put("r", "{\"pattern\":\"7\",\"scenarios\":[\"a\"],\"priority\":\"5\"}"),
        422,
        "'priority' must be a whole number");
    assertProblem(
        put("r", "{\"pattern\":\"7\",\"control\":\"me\"}"), 422, "\"scenario\" or \"http\"");
    assertProblem(
        put("r", "{\"pattern\":\"7\",\"control\":\"http\",\"webhook\":\"ftp://x\"}"),
        422,
        "http or https URL");
    assertProblem(
        put("match", "{\"pattern\":\"7\",\"scenarios\":[\"a\"]}"), 422, "cannot be called 'match'");
    assertThat(underTest.catalogue.rules).isEmpty();
  }

  private static HttpResponse<String> putWebhook(String url) {
    return put(
        "hooked", "{\"pattern\":\"7\",\"control\":\"http\",\"webhook\":\"%s\"}".formatted(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ftp://example.org/hook             | http or https URL
          example.org/hook                   | http or https URL
          /hook                              | http or https URL
          mailto:me@example.org              | http or https URL
          http:///hook                       | names no host
          http:hook                          | names no host
          http://a_b/hook                    | names no host
          http://me:hush@example.org/hook    | user or password
          http://hush@example.org/hook       | user or password
          http://example.org:0/hook          | port 0
          http://example.org:70000/hook      | port 70000
          http://example.org/hook#part       | fragment
          http://example.org/a b             | at place 21
          http://example.org/höök            | at place 21
          http://example.org/%zz             | is not a URL
          ''                                 | http or https URL
          """)
  void webhookThatCouldNotBePostedToIsRefusedWithTheReason(String url, String reason) {
    var problem = assertProblem(putWebhook(url), 422, reason);

    assertThat(problem.path("field").asText()).isEqualTo("webhook");
    assertThat(problem.path("detail").asText()).doesNotContain("hush");
    assertThat(underTest.catalogue.rules).isEmpty();
  }

  @Test
  void webhookMayBeLongButNotEndless() {
    var longest = "https://example.org/" + "x".repeat(WebhookUrl.LONGEST - 20);

    assertThat(putWebhook(longest).statusCode()).isEqualTo(201);
    assertProblem(putWebhook(longest + "x"), 422, "may have 2000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8000",
        "HTTPS://example.org/hook?key=a%20b",
        "http://[::1]:9/x",
        "https://example.org:65535/hook/"
      })
  void webhookComesBackAsItWasPut(String url) {
    assertThat(putWebhook(url).statusCode()).isEqualTo(201);
    assertThat(TestServer.parse(underTest.get("/v1/rules/hooked")).path("webhook").asText())
        .isEqualTo(url);
  }

  @Test
  void deletedRuleIsGone() {
    put("desk", "{\"pattern\":\"7001\",\"scenarios\":[\"greet\"]}");

    assertThat(underTest.delete("/v1/rules/desk").statusCode()).isEqualTo(204);

    assertProblem(underTest.get("/v1/rules/desk"), 404, "no rule 'desk'");
    assertProblem(underTest.delete("/v1/rules/desk"), 404, "no rule 'desk'");
  }
}
