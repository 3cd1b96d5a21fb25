package io.ringmaster.http;

import io.ringmaster.actors.port.CatalogueEditor;
import io.ringmaster.actors.port.CatalogueEditor.StoredScenario;
import io.ringmaster.actors.port.Rule;
import io.ringmaster.protocol.signal.Route.Control;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.jspecify.annotations.Nullable;

/// `/v1/rules`: which scenarios a dialled number gets.
record RuleRoutes(CatalogueEditor editor) {

  /// The priority of a rule that names none; the lowest number is tried first.
  static final int DEFAULT_PRIORITY = 100;

  /// A rule as clients write it.
  private record Draft(
      @Nullable String name,
      String pattern,
      @Nullable List<String> scenarios,
      @Nullable Integer priority,
      @Nullable String control,
      @Nullable String webhook) {}

  /// A rule as clients read it.
  ///
  /// - `warnings`: what will go wrong when a call comes; absent when nothing will
  record Shown(
      String name,
      String pattern,
      List<String> scenarios,
      int priority,
      String control,
      @Nullable String webhook,
      @Nullable List<String> warnings) {

    static Shown of(Rule rule, List<String> warnings) {
      return new Shown(
          rule.name(),
          rule.pattern(),
          rule.scenarios(),
          rule.priority(),
          rule.control().name().toLowerCase(Locale.ROOT),
          rule.webhook(),
          warnings.isEmpty() ? null : warnings);
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "/v1/rules", this::list),
        Endpoint.of("GET", "/v1/rules/match", this::match),
        Endpoint.of("PUT", "/v1/rules/{name}", this::put),
        Endpoint.of("GET", "/v1/rules/{name}", this::get),
        Endpoint.of("DELETE", "/v1/rules/{name}", this::delete));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    var rules = editor.rules().stream().map(rule -> Shown.of(rule, List.of())).toList();
    return CompletableFuture.completedFuture(Json.ok(rules));
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    var rule = find(exchange.segment("name")).orElseThrow(() -> none(exchange.segment("name")));
    return warnings(rule).thenApply(warnings -> Json.ok(Shown.of(rule, warnings)));
  }

  private CompletionStage<HttpResponse> match(Exchange exchange) {
    var destination =
        exchange
            .query("destination")
            .filter(text -> !text.isEmpty() && text.length() <= 256)
            .orElseThrow(() ->
                Problems.badRequest(
                    "Say which number or user, in at most 256 characters: /v1/rules/match?destination=7001"));
    var match = RuleMatch.of(destination, editor.rules());
    return match.rule() == null
        ? CompletableFuture.completedFuture(Json.ok(match.shown(List.of())))
        : warnings(match.rule()).thenApply(warnings -> Json.ok(match.shown(warnings)));
  }

  private CompletionStage<HttpResponse> put(Exchange exchange) {
    return exchange
        .json()
        .thenCompose(json -> {
          var rule = read(exchange.segment("name"), Json.<Draft>read(json, Draft.class));
          var status = find(rule.name()).isPresent() ? StatusCodes.OK : StatusCodes.CREATED;
          return editor
              .putRule(rule)
              .exceptionallyCompose(
                  failure -> CompletableFuture.failedFuture(explained(failure, rule.pattern())))
              .thenCompose(done -> warnings(rule))
              .thenApply(warnings -> Json.response(status, Shown.of(rule, warnings)));
        });
  }

  private CompletionStage<HttpResponse> delete(Exchange exchange) {
    return editor
        .deleteRule(exchange.segment("name"))
        .thenApply(existed -> {
          if (!existed) throw none(exchange.segment("name"));
          return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
        });
  }

  private static Rule read(String name, Draft draft) {
    Names.check("rule", name);
    if (name.equals("match"))
      throw Problems.unprocessable(
          "A rule cannot be called 'match', because /v1/rules/match asks which rule a number hits.");
    if (draft.name() != null && !draft.name().equals(name)) {
      throw Json.field(
          "name",
          "the field 'name' says '%s', but the path says '%s'".formatted(draft.name(), name));
    }
    var scenarios = draft.scenarios() == null ? List.<String>of() : draft.scenarios();
    var control = control(draft.control());
    if (control == Control.SCENARIO && scenarios.isEmpty()) {
      throw Json.field(
          "scenarios",
          "the rule needs at least one scenario in 'scenarios', or \"control\": \"http\"");
    }
    WebhookUrl.check(draft.webhook());
    int priority = draft.priority() == null ? DEFAULT_PRIORITY : draft.priority();
    try {
      return new Rule(name, draft.pattern(), scenarios, priority, control, draft.webhook());
    } catch (PatternSyntaxException e) {
      throw Json.field(
          "pattern",
          "the pattern '%s' is not a regular expression: %s, at character %d"
              .formatted(draft.pattern(), e.getDescription(), e.getIndex() + 1));
    }
  }

  /// A pattern may be a regular expression and still not one that can be matched in linear time.
  private static Throwable explained(Throwable failure, String pattern) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof PatternSyntaxException syntax)) return failure;
    return Json.field(
        "pattern",
        "the pattern '%s' cannot be used for routing: %s; look-around and back references are not supported"
            .formatted(pattern, syntax.getDescription()));
  }

  static Control control(@Nullable String text) {
    return switch (text) {
      case null -> Control.SCENARIO;
      case "scenario" -> Control.SCENARIO;
      case "http" -> Control.HTTP;
      default ->
          throw Json.field(
              "control",
              "the field 'control' must be \"scenario\" or \"http\", not \"%s\"".formatted(text));
    };
  }

  private CompletionStage<List<String>> warnings(Rule rule) {
    return editor
        .scenarios()
        .thenApply(stored -> {
          var names = stored.stream().map(StoredScenario::name).collect(Collectors.toSet());
          return rule.scenarios().stream()
              .filter(name -> !names.contains(name))
              .map(name ->
                  "There is no scenario '%s' yet. PUT it to /v1/scenarios/%s."
                      .formatted(name, name))
              .toList();
        });
  }

  private Optional<Rule> find(String name) {
    return editor.rules().stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  private static Refusal none(String name) {
    return Problems.notFound(
        "There is no rule '%s'. PUT /v1/rules/%s makes it.".formatted(name, name));
  }
}
