package io.ringmaster.http.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.protocol.json.WireJson;

record CallCommands(Api api, Terminal terminal) {

  void run(Arguments words) throws InterruptedException {
    var verb = words.next("list, show, events, command or place");
    switch (verb) {
      case "list" -> {
        var query = words.one("state").map(state -> "?state=" + Api.encode(state)).orElse("");
        words.end();
        terminal.table(
            api.get("/v1/calls" + query),
            "callId",
            "state",
            "direction",
            "callerid",
            "number",
            "createdAt",
            "endedAt");
      }
      case "show" -> {
        var at = words.one("at").map(fact -> "?at=" + Api.encode(fact)).orElse("");
        terminal.object(api.get(path(words) + at));
      }
      case "events" -> {
        boolean isFollowing = words.flag("follow");
        new Events(api, terminal).show(path(words) + "/events", isFollowing);
      }
      case "command" -> command(words);
      case "place" -> place(words);
      default ->
          throw new UsageException(
              "call cannot '%s'; use list, show, events, command or place".formatted(verb));
    }
  }

  private void command(Arguments words) throws InterruptedException {
    var id = words.next("the call's id");
    var type = words.next("what it is to do, such as answer");
    var command =
        words
            .nextIfAny()
            .map(CallCommands::parameters)
            .orElseGet(WireJson.mapper()::createObjectNode);
    words.end();
    command.put("type", type);
    var accepted = api.send("POST", "/v1/calls/" + Api.encode(id) + "/commands", command);
    terminal.say(terminal.isRaw() ? accepted : "accepted " + type);
  }

  private void place(Arguments words) throws InterruptedException {
    var session = words.next("the session's id");
    var call = WireJson.mapper().createObjectNode();
    call.put("to", words.next("whom to call"));
    words.one("from").ifPresent(from -> call.put("from", from));
    words.one("display-name").ifPresent(name -> call.put("displayName", name));
    words.end();
    terminal.object(api.send("POST", "/v1/sessions/" + Api.encode(session) + "/calls", call));
  }

  private static ObjectNode parameters(String text) {
    try {
      if (WireJson.mapper().readTree(text) instanceof ObjectNode parameters) return parameters;
    } catch (JsonProcessingException e) {
      // said below
    }
    throw new UsageException(
        "the parameters must be a JSON object such as '{\"code\":486}', not '%s'".formatted(text));
  }

  private static String path(Arguments words) {
    var id = words.next("the call's id");
    words.end();
    return "/v1/calls/" + Api.encode(id);
  }
}
