/// Session descriptions (RFC 8866) and what offer and answer make of them (RFC 3264). Pure: text in, values out.
@NullMarked
package io.ringmaster.actors.sdp;

import org.jspecify.annotations.NullMarked;
