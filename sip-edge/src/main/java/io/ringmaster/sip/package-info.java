/// SIP transactions, transports, registrar, authentication and trunks.
@NullMarked
package io.ringmaster.sip;

import org.jspecify.annotations.NullMarked;
