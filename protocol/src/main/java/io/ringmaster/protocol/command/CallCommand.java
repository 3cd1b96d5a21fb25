package io.ringmaster.protocol.command;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// What a call may be told to do: one command for each method of VoxEngine's Call that does something. The method's
/// name is the command's name on the outside, property `type`. A command may be refused; nothing has happened yet.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface CallCommand permits SignallingCommand, MediaCommand {

  /// The name of the Call method, such as `startPlayback`.
  default String method() {
    return getClass().getAnnotation(JsonTypeName.class).value();
  }
}
