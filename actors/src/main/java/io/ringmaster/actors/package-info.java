/// The two sharded persistent entities, Call and Session, and the ports they speak through.
@NullMarked
package io.ringmaster.actors;

import org.jspecify.annotations.NullMarked;
