/// The state diagram: drawn from the code, and compared with what the tests did.
@NullMarked
package io.ringmaster.actors.diagram;

import org.jspecify.annotations.NullMarked;
