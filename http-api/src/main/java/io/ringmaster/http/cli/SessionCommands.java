package io.ringmaster.http.cli;

import io.ringmaster.protocol.json.WireJson;

record SessionCommands(Api api, Terminal terminal) {

  void run(Arguments words) throws InterruptedException {
    var verb = words.next("start, list, show, log, stop or events");
    switch (verb) {
      case "start" -> start(words);
      case "list" -> {
        var query = words.one("state").map(state -> "?state=" + Api.encode(state)).orElse("");
        words.end();
        terminal.table(
            api.get("/v1/sessions" + query),
            "sessionId",
            "state",
            "control",
            "rule",
            "createdAt",
            "endedAt",
            "finishReason");
      }
      case "show" -> terminal.object(api.get(path(words)));
      case "log" -> terminal.out().print(api.get(path(words) + "/log"));
      case "stop" -> {
        var path = path(words);
        api.delete(path);
        terminal.say("stopping " + path.substring(path.lastIndexOf('/') + 1));
      }
      case "events" -> {
        boolean isFollowing = words.flag("follow");
        new Events(api, terminal).show(path(words) + "/events", isFollowing);
      }
      default ->
          throw new UsageException(
              "session cannot '%s'; use start, list, show, log, stop or events".formatted(verb));
    }
  }

  private void start(Arguments words) throws InterruptedException {
    var start = WireJson.mapper().createObjectNode();
    words.one("rule").ifPresent(rule -> start.put("rule", rule));
    var scenarios = words.all("scenario");
    if (!scenarios.isEmpty()) start.set("scenarios", WireJson.mapper().valueToTree(scenarios));
    words.one("control").ifPresent(control -> start.put("control", control));
    if (start.size() != 1)
      throw new UsageException("say one of --rule R, --scenario S and --control http");
    words.one("data").ifPresent(data -> start.put("customData", data));
    words.end();
    terminal.object(api.send("POST", "/v1/sessions", start));
  }

  private static String path(Arguments words) {
    var id = words.next("the session's id");
    words.end();
    return "/v1/sessions/" + Api.encode(id);
  }
}
