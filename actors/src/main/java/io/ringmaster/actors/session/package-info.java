/// The session: a fold over its turns. The phases of [Session] decide, [SessionEntity] journals and carries out. Its parts: [Opening] begins
/// it, [Turns] gives the scenario what waits in the [Inbox], [Stage] runs it, [Revival] brings it back on another node.
@NullMarked
package io.ringmaster.actors.session;

import org.jspecify.annotations.NullMarked;
