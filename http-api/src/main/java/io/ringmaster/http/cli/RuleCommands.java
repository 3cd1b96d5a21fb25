package io.ringmaster.http.cli;

import io.ringmaster.protocol.json.WireJson;

record RuleCommands(Api api, Terminal terminal) {

  void run(Arguments words) throws InterruptedException {
    var verb = words.next("put, list, delete or match");
    switch (verb) {
      case "put" -> put(words);
      case "list" -> {
        words.end();
        terminal.table(
            api.get("/v1/rules"), "name", "priority", "pattern", "scenarios", "control", "webhook");
      }
      case "delete" -> {
        var name = words.next("the rule's name");
        words.end();
        api.delete("/v1/rules/" + Api.encode(name));
        terminal.say("deleted " + name);
      }
      case "match" -> match(words);
      default ->
          throw new UsageException(
              "rule cannot '%s'; use put, list, delete or match".formatted(verb));
    }
  }

  private void put(Arguments words) throws InterruptedException {
    var name = words.next("the rule's name");
    var rule = WireJson.mapper().createObjectNode();
    rule.put(
        "pattern",
        words
            .one("pattern")
            .orElseThrow(
                () -> new UsageException("a rule needs --pattern, such as --pattern '7...'")));
    var scenarios = words.all("scenario");
    if (!scenarios.isEmpty()) rule.set("scenarios", WireJson.mapper().valueToTree(scenarios));
    words.one("priority").ifPresent(text -> rule.put("priority", priority(text)));
    words.one("control").ifPresent(text -> rule.put("control", text));
    words.one("webhook").ifPresent(text -> rule.put("webhook", text));
    words.end();
    var stored = api.send("PUT", "/v1/rules/" + Api.encode(name), rule);
    if (terminal.isRaw()) {
      terminal.say(stored);
      return;
    }
    terminal.say("stored " + name);
    for (var warning : Api.json(stored).path("warnings")) terminal.say("but: " + warning.asText());
  }

  private void match(Arguments words) throws InterruptedException {
    var number = words.next("the number or user");
    words.end();
    var answer = api.get("/v1/rules/match?destination=" + Api.encode(number));
    if (terminal.isRaw()) {
      terminal.say(answer);
      return;
    }
    var match = Api.json(answer);
    for (var passed : match.path("passedOver")) {
      terminal.say(
          "not %s: %s".formatted(passed.path("rule").asText(), passed.path("why").asText()));
    }
    var rule = match.path("rule");
    if (!match.path("matched").asBoolean()) {
      terminal.say(match.path("why").asText());
    } else {
      terminal.say(
          "%s (%s): %s"
              .formatted(
                  rule.path("name").asText(),
                  rule.path("scenarios").isEmpty()
                      ? "driven over HTTP"
                      : Terminal.text(rule.path("scenarios")),
                  match.path("why").asText()));
      for (var warning : rule.path("warnings")) terminal.say("but: " + warning.asText());
    }
  }

  private static int priority(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UsageException("--priority must be a whole number, not '%s'".formatted(text));
    }
  }
}
