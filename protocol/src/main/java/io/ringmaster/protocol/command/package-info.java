/// What a call can be told: one command for each method of VoxEngine's Call.
@NullMarked
package io.ringmaster.protocol.command;

import org.jspecify.annotations.NullMarked;
