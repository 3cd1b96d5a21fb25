package io.ringmaster.http;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringmaster.protocol.command.CallCommand;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Call commands as clients write them: `{"type": "answer", ...}`.
final class CommandJson {

  private static final SortedMap<String, Class<? extends CallCommand>> TYPES =
      typesBelow(CallCommand.class);

  private CommandJson() {}

  /// @throws Refusal 422 naming the field that is wrong, and the types there are when it is the type
  static CallCommand read(ObjectNode json) {
    var type = json.path("type").textValue();
    if (type == null) {
      throw unknownType("the field 'type' is missing; it must be the name of a method of Call");
    }
    var command = TYPES.get(type);
    if (command == null) throw unknownType("there is no command '%s'".formatted(type));
    return Json.<CallCommand>read(json, command, "type");
  }

  /// The names of all commands, in order.
  static Iterable<String> names() {
    return TYPES.keySet();
  }

  private static Refusal unknownType(String sentence) {
    return Json.field("type", sentence + ". The commands are " + String.join(", ", TYPES.keySet()))
        .with("known", TYPES.keySet());
  }

  private static SortedMap<String, Class<? extends CallCommand>> typesBelow(
      Class<? extends CallCommand> parent) {
    var types = new TreeMap<String, Class<? extends CallCommand>>();
    for (Class<?> permitted : parent.getPermittedSubclasses()) {
      var type = permitted.asSubclass(CallCommand.class);
      if (type.isSealed()) types.putAll(typesBelow(type));
      else types.put(type.getAnnotation(JsonTypeName.class).value(), type);
    }
    return Collections.unmodifiableSortedMap(types);
  }
}
