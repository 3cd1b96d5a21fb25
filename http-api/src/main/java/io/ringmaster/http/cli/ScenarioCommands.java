package io.ringmaster.http.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

record ScenarioCommands(Api api, Terminal terminal) {

  void run(Arguments words) throws InterruptedException {
    var verb = words.next("put, list, get or delete");
    switch (verb) {
      case "put" -> put(words);
      case "list" -> {
        words.end();
        terminal.table(api.get("/v1/scenarios"), "name", "characters", "updatedAt", "hash");
      }
      case "get" -> {
        var name = words.next("the scenario's name");
        words.end();
        terminal.out().print(api.get(path(name)));
      }
      case "delete" -> {
        var name = words.next("the scenario's name");
        words.end();
        api.delete(path(name));
        terminal.say("deleted " + name);
      }
      default ->
          throw new UsageException(
              "scenario cannot '%s'; use put, list, get or delete".formatted(verb));
    }
  }

  private void put(Arguments words) throws InterruptedException {
    var name = words.next("the scenario's name");
    var file = words.next("the file with its JavaScript");
    words.end();
    var stored = api.putScript(path(name), read(file));
    if (terminal.isRaw()) terminal.say(stored);
    else terminal.say("stored %s, %s".formatted(name, Api.json(stored).path("hash").asText()));
  }

  private static String read(String file) {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UsageException("the file '%s' cannot be read as text in UTF-8".formatted(file));
    }
  }

  private static String path(String name) {
    return "/v1/scenarios/" + Api.encode(name);
  }
}
