/// The call: a fold over its facts. Phases decide, [CallEntity] journals and carries out.
@NullMarked
package io.ringmaster.actors.call;

import org.jspecify.annotations.NullMarked;
