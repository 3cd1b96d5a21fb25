/// The parts of a SIP dialog and of SDP that a call owns, as values.
@NullMarked
package io.ringmaster.protocol.sip;

import org.jspecify.annotations.NullMarked;
