/// What a call hears from SIP, from media and from the clock.
@NullMarked
package io.ringmaster.protocol.signal;

import org.jspecify.annotations.NullMarked;
