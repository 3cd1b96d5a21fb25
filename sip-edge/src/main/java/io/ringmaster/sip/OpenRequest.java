package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import io.ringmaster.protocol.CallId;
import javax.sip.ServerTransaction;

/// A request of the far end that waits for the final response of its call.
///
/// @param key what `ServerTransaction.key` says
/// @param request as it came
/// @param transaction the stack's
record OpenRequest(String key, CallId call, SIPRequest request, ServerTransaction transaction) {

  boolean isInvite() {
    return request.getMethod().equals("INVITE");
  }

  boolean isUpdate() {
    return request.getMethod().equals("UPDATE");
  }

  long cseq() {
    return request.getCSeq().getSeqNumber();
  }
}
