package io.ringmaster.sip;

import java.util.Map;

/// What has passed an edge since it was opened.
///
/// @param requestsReceived by method, retransmissions included; methods that we never heard of are `OTHER`
/// @param requestsSent by method, without the stack's own retransmissions
/// @param responsesReceived by class: 1 for 1xx to 6 for 6xx
/// @param responsesSent by class, without retransmissions
/// @param malformed messages that were no SIP, or so broken that they were refused or dropped
/// @param retransmissionsReceived requests that were recognised as repeats
/// @param retransmissionsSent 2xx responses to INVITE, refusals for edges that are gone, and ACKs that were sent again
/// @param headersDropped header fields of scenarios that were not sent: not `X-*`, malformed, or over the limits
/// @param openTransactions requests of others that still wait for our final response, at this moment
public record SipStatistics(
    Map<String, Long> requestsReceived,
    Map<String, Long> requestsSent,
    Map<Integer, Long> responsesReceived,
    Map<Integer, Long> responsesSent,
    long malformed,
    long retransmissionsReceived,
    long retransmissionsSent,
    long headersDropped,
    int openTransactions) {

  public SipStatistics {
    requestsReceived = Map.copyOf(requestsReceived);
    requestsSent = Map.copyOf(requestsSent);
    responsesReceived = Map.copyOf(responsesReceived);
    responsesSent = Map.copyOf(responsesSent);
  }
}
