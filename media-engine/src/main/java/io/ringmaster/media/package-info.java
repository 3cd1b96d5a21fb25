/// RTP, codecs, the media graph, players, recorders and detectors. The entrance is [io.ringmaster.media.MediaEngine].
///
/// How a packet goes: `Ear` reads it from its socket, `Leg` decides whether it is the far end's (`PeerAddress`, `InboundStream`), and gives it to
/// the `LegSender` of every leg that hears this one, which finds its place in that leg's `OutboundStream`. No step allocates.
///
/// Choices that the ports leave open:
/// - A playback or tone replaces what a leg hears when it is asked for, not when its sound has been fetched; a source that was replaced is not
///   restored.
/// - While the far end holds the call a playback rests, and goes on afterwards where it stopped. RTP ceases, RTCP goes on (RFC 3264 section 5.1).
/// - A digit is told at the first of its packets that arrives, whichever that is (`TelephoneEvents`).
/// - `PlaybackFinished` comes when the last packet has had its time, so a following sound joins without a seam.
/// - A call that is only talked of, and for which nobody asked an address, is forgotten after ten minutes.
/// - A file being recorded is named `NAME.part` until it is complete; a part that an engine left behind is continued.
@NullMarked
package io.ringmaster.media;

import org.jspecify.annotations.NullMarked;
