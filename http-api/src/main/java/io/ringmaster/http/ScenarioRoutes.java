package io.ringmaster.http;

import io.ringmaster.actors.port.CatalogueEditor;
import io.ringmaster.actors.port.CatalogueEditor.StoredScenario;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/// `/v1/scenarios`: JavaScript in, JavaScript out.
///
/// @param blocking where sources are checked
record ScenarioRoutes(CatalogueEditor editor, ScriptCheck scripts, Executor blocking) {

  /// VoxEngine's limit for one file, in Unicode characters.
  private static final int MAX_CHARACTERS = 256 * 1024;

  /// A scenario without its source.
  private record Summary(String name, String hash, int characters, Instant updatedAt) {}

  private record Whole(
      String name, String hash, int characters, Instant updatedAt, String source) {}

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/v1/scenarios", this::list),
        Endpoint.of("PUT", "/v1/scenarios/{name}", this::put),
        Endpoint.of("GET", "/v1/scenarios/{name}", this::get),
        Endpoint.of("DELETE", "/v1/scenarios/{name}", this::delete));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    return editor
        .scenarios()
        .thenApply(all -> Json.ok(all.stream().map(ScenarioRoutes::summary).toList()));
  }

  private CompletionStage<HttpResponse> put(Exchange exchange) {
    return exchange
        .bodies()
        .script(exchange.request())
        .thenCompose(source -> {
          var name = Names.check("scenario", exchange.segment("name"));
          checkSize(source);
          return CompletableFuture.supplyAsync(() -> scripts.check(name, source), blocking)
              .thenCompose(problem -> {
                if (problem.isPresent()) throw syntaxError(name, problem.get());
                return store(name, source);
              });
        });
  }

  private CompletionStage<HttpResponse> store(String name, String source) {
    return editor
        .scenario(name)
        .thenCompose(before ->
            editor
                .putScenario(name, source)
                .thenApply(stored ->
                    Json.response(
                        before.isPresent() ? StatusCodes.OK : StatusCodes.CREATED,
                        summary(stored))));
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    return editor
        .scenario(exchange.segment("name"))
        .thenApply(found -> {
          var scenario = found.orElseThrow(() -> none(exchange.segment("name")));
          if (exchange.accepts("application/json")) {
            return Json.ok(
                new Whole(
                    scenario.name(),
                    scenario.hash(),
                    characters(scenario.source()),
                    scenario.updatedAt(),
                    scenario.source()));
          }
          var javaScript =
              ContentTypes.create(
                  MediaTypes.customWithOpenCharset("text", "javascript", Map.of(), false),
                  HttpCharsets.UTF_8);
          return HttpResponse.create()
              .addHeader(RawHeader.create("ETag", "\"" + scenario.hash() + "\""))
              .withEntity(HttpEntities.create(javaScript, scenario.source()));
        });
  }

  private CompletionStage<HttpResponse> delete(Exchange exchange) {
    return editor
        .deleteScenario(exchange.segment("name"))
        .thenApply(existed -> {
          if (!existed) throw none(exchange.segment("name"));
          return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
        });
  }

  private static void checkSize(String source) {
    if (source.isBlank())
      throw Problems.unprocessable("The scenario is empty. Send its JavaScript as the body.");
    if (characters(source) > MAX_CHARACTERS) {
      throw new Refusal(
          StatusCodes.CONTENT_TOO_LARGE,
          "The scenario has %d characters; %d are allowed. Split it: a rule may load several scenarios."
              .formatted(characters(source), MAX_CHARACTERS));
    }
  }

  private static Refusal syntaxError(String name, ScriptCheck.Problem problem) {
    var refusal =
        Problems.unprocessable(
            "'%s' does not parse at line %d, column %d: %s"
                .formatted(name, problem.line(), problem.column(), problem.message()));
    return refusal
        .with("message", problem.message())
        .with("line", problem.line())
        .with("column", problem.column());
  }

  private static Refusal none(String name) {
    return Problems.notFound(
        "There is no scenario '%s'. PUT /v1/scenarios/%s makes it.".formatted(name, name));
  }

  private static Summary summary(StoredScenario stored) {
    return new Summary(
        stored.name(), stored.hash(), characters(stored.source()), stored.updatedAt());
  }

  private static int characters(String source) {
    return source.codePointCount(0, source.length());
  }
}
