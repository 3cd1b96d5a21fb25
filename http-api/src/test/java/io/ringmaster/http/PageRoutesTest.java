package io.ringmaster.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageRoutesTest {

  private static TestServer underTest;

  @BeforeAll
  static void start() {
    underTest = TestServer.start();
  }

  @AfterAll
  static void stop() {
    underTest.close();
  }

  @Test
  void pageRunsItsOwnScriptAndNothingElse() throws Exception {
    var response = underTest.get("/");

    var policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();
    var script = response.body().replaceAll("(?s).*<script>(.*)</script>.*", "$1");
    var digest =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    assertThat(policy)
        .startsWith(
            "default-src 'none'; script-src 'sha256-"
                + Base64.getEncoder().encodeToString(digest)
                + "'")
        .doesNotContain("unsafe");
    assertThat(response.body())
        .doesNotContain(" style=")
        .doesNotContain(" onclick=")
        .doesNotContain("src=");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
  }

  @Test
  void openApiDescribesExactlyTheEndpointsThereAre() {
    var described = new TreeSet<String>();
    openApi()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    described.add(
                        path.getKey().startsWith("/request/")
                            ? "* " + path.getKey().replace("{rest}", "{*rest}")
                            : method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    var served = new TreeSet<String>();
    var materializer = Materializer.createMaterializer(underTest.testKit.system());
    underTest
        .underTest
        .endpoints(
            underTest.testKit.system(), new EventStreams(Duration.ofSeconds(1)), materializer)
        .forEach(endpoint -> served.add(endpoint.method() + " " + endpoint.path()));

    assertThat(described).isEqualTo(served);
  }

  @Test
  void openApiNamesEveryCommand() {
    var commands = openApi().at("/components/schemas/Command/properties/type/enum");

    assertThat(Json.tree(CommandJson.names())).isEqualTo(commands);
  }

  @Test
  void everyReferenceOfOpenApiLeadsSomewhere() {
    var openApi = openApi();

    assertThat(openApi.findValuesAsText("$ref"))
        .hasSizeGreaterThan(50)
        .allSatisfy(reference ->
            assertThat(openApi.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
  }

  private static JsonNode openApi() {
    return TestServer.parse(underTest.get("/openapi.json"));
  }
}
