package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import org.jspecify.annotations.Nullable;

/// What an INVITE, its repeats, its CANCEL and its ACK have in common (RFC 3261 section 8.2.2.2 and 9.2).
///
/// @param fromTag null for RFC 2543 peers
record InviteKey(String sipCallId, @Nullable String fromTag, long cseq) {

  static InviteKey of(SIPRequest request) {
    return new InviteKey(
        request.getCallId().getCallId(), request.getFromTag(), request.getCSeq().getSeqNumber());
  }
}
