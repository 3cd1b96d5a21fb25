/// CallEvents and AppEvents of VoxEngine, and their numbering.
@NullMarked
package io.ringmaster.protocol.event;

import org.jspecify.annotations.NullMarked;
