/// The language all rooms share: ids, commands, signals, events, and how they are written down.
@NullMarked
package io.ringmaster.protocol;

import org.jspecify.annotations.NullMarked;
