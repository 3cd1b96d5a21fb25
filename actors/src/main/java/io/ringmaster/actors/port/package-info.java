/// What calls and sessions ask of the world. Adapters in other rooms implement these interfaces; everything asked is safe to ask
/// twice, returns at once, and is answered, if at all, by a signal to the call.
@NullMarked
package io.ringmaster.actors.port;

import org.jspecify.annotations.NullMarked;
