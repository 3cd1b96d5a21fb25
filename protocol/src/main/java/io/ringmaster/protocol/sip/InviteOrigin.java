package io.ringmaster.protocol.sip;

import java.util.List;

/// What a response to an INVITE is made of besides its dialog (RFC 3261 section 8.2.6.2). With it, any edge can refuse an INVITE
/// whose own edge is gone.
///
/// @param via the Via values, the topmost first and with the `received` and `rport` that the INVITE's edge has filled in: they say
///     by which transport and where the response goes (RFC 3261 section 18.2.2, RFC 3581)
/// @param from the From value as it came
/// @param to the To value as it came
/// @param cseq the INVITE's number
public record InviteOrigin(List<String> via, String from, String to, long cseq) {

  public InviteOrigin {
    via = List.copyOf(via);
  }
}
