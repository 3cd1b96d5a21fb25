package io.ringmaster.http;

import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScenarioRoutesTest {

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
    underTest.catalogue.scenarios.clear();
  }

  private static HttpResponse<String> put(String name, String source, String type) {
    return underTest.send(
        "PUT", "/v1/scenarios/" + name, BodyPublishers.ofString(source), "Content-Type", type);
  }

  @Test
  void storedScenarioComesBackAsItWas() {
    var source = "// Grüße\nVoxEngine.terminate();\n";

    assertThat(put("greet", source, "text/javascript").statusCode()).isEqualTo(201);
    var again =
        put("greet", source, "application/x-www-form-urlencoded"); // what curl --data-binary says

    assertThat(again.statusCode()).isEqualTo(200);
    var response = underTest.get("/v1/scenarios/greet");
    assertThat(response.body()).isEqualTo(source);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
  }

  @Test
  void scenarioIsJsonForWhoAsksForIt() {
    put("greet", "a()", "text/javascript");

    var json = TestServer.parse(underTest.get("/v1/scenarios/greet", "Accept", "application/json"));

    assertThat(json.path("source").asText()).isEqualTo("a()");
    assertThat(json.path("updatedAt").asText()).isEqualTo("2026-11-22T06:00:00.123Z");
  }

  @Test
  void syntaxErrorIsToldByLineAndColumnAndNothingIsStored() {
    var problem =
        assertProblem(
            put("broken", "let a;\nlet %% b;", "text/javascript"), 422, "line 2, column 5");

    assertThat(problem.path("line").asInt()).isEqualTo(2);
    assertThat(problem.path("column").asInt()).isEqualTo(5);
    assertThat(underTest.catalogue.scenarios).isEmpty();
  }

  @Test
  void listHasEveryScenarioWithoutItsSource() {
    put("b", "b()", "text/javascript");
    put("a", "a()", "text/javascript");

    var list = TestServer.parse(underTest.get("/v1/scenarios"));

    assertThat(list.findValuesAsText("name")).containsExactly("a", "b");
    assertThat(list.findValuesAsText("source")).isEmpty();
  }

  @Test
  void deletedScenarioIsGone() {
    put("greet", "a()", "text/javascript");

    assertThat(underTest.delete("/v1/scenarios/greet").statusCode()).isEqualTo(204);

    assertProblem(underTest.get("/v1/scenarios/greet"), 404, "PUT /v1/scenarios/greet");
    assertProblem(underTest.delete("/v1/scenarios/greet"), 404, "no scenario 'greet'");
  }

  @Test
  void nameThatCouldBeAPathIsRefused() {
    assertProblem(put("a%2F..%2Fb", "a()", "text/javascript"), 422, "cannot be the name");
  }

  @Test
  void onlyJavaScriptIsTaken() {
    assertProblem(put("greet", "{}", "application/json"), 415, "text/javascript");
    assertProblem(put("greet", " \n", "text/javascript"), 422, "empty");
    assertProblem(put("greet", "x".repeat(256 * 1024 + 1), "text/javascript"), 413, "262144");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    var bytes = new byte[] {'"', (byte) 0xff, '"'};
    var response =
        underTest.send(
            "PUT",
            "/v1/scenarios/greet",
            BodyPublishers.ofByteArray(bytes),
            "Content-Type",
            "text/javascript");

    assertProblem(response, 400, "UTF-8");
  }
}
