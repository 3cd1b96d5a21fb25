package io.ringmaster.http;

import static io.ringmaster.http.ProblemAssert.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {

  private TestServer underTest;

  @BeforeEach
  void start() {
    underTest = TestServer.start();
  }

  @AfterEach
  void stop() {
    underTest.close();
  }

  @Test
  void readyWhenEveryCheckIs() {
    underTest.checks.add(new ReadinessCheck("journal", true, ""));

    var response = underTest.get("/health/ready");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TestServer.parse(response).path("checks").path(0).path("name").asText())
        .isEqualTo("journal");
  }

  @Test
  void oneCheckThatFailsIsNamed() {
    underTest.checks.add(new ReadinessCheck("journal", true, ""));
    underTest.checks.add(new ReadinessCheck("sip", false, "the port is taken"));

    var problem =
        assertProblem(underTest.get("/health/ready"), 503, "not ready: sip (the port is taken).");

    assertThat(problem.path("checks").findValuesAsText("ready")).containsExactly("true", "false");
    assertThat(underTest.get("/health/alive").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsHaveWhatRoomsCountAndTheRequestsThemselves() {
    underTest.metrics.counter("calls.placed").increment();
    underTest.get("/v1/calls/4711-1");

    var response = underTest.get("/metrics");

    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain")
        .contains("version=0.0.4");
    assertThat(response.body()).contains("calls_placed_total 1.0");
    assertThat(response.body())
        .containsPattern(
            "ringmaster_http_requests_seconds_count\\{.*route=\"/v1/calls/\\{id\\}\",status=\"200\"");
  }
}
