/// The session: a fold over its turns. Phases decide, [SessionEntity] journals and carries out, [Stage] runs the scenario.
@NullMarked
package io.ringmaster.actors.session;

import org.jspecify.annotations.NullMarked;
