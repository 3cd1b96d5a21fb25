/// What was written to journals once, and must stay readable.
@NullMarked
package io.ringmaster.actors.journal;

import org.jspecify.annotations.NullMarked;
