/// The JavaScript engine and the VoxEngine API on top of it.
@NullMarked
package io.ringmaster.scenario;

import org.jspecify.annotations.NullMarked;
