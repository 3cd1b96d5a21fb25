/// The world around entities, in memory and under a test's control.
@NullMarked
package io.ringmaster.actors.world;

import org.jspecify.annotations.NullMarked;
