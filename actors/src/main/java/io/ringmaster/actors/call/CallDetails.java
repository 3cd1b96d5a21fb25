package io.ringmaster.actors.call;

import io.ringmaster.actors.call.SignallingFact.CallOffered;
import io.ringmaster.actors.call.SignallingFact.CallPlaced;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.sip.Dialog;
import io.ringmaster.protocol.sip.NameAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a call knows in every phase.
///
/// @param number the dialled number or user
/// @param callerid the number or user who calls
/// @param displayName the far end's name; empty when it has none
/// @param connectedAt when talk began; null before
public record CallDetails(
    CallId id,
    boolean incoming,
    String number,
    String callerid,
    String displayName,
    Instant createdAt,
    @Nullable Instant connectedAt,
    String customData,
    Dialog dialog,
    CallMedia media) {

  static CallDetails of(CallOffered offered, Instant at) {
    var caller = offered.dialog().remote();
    return new CallDetails(
        new CallId(offered.dialog().localTag()),
        true,
        offered.destination(),
        caller.user(),
        nameOf(caller),
        at,
        null,
        "",
        offered.dialog(),
        CallMedia.NONE);
  }

  static CallDetails of(CallPlaced placed, Instant at) {
    return new CallDetails(
        new CallId(placed.dialog().localTag()),
        false,
        placed.dialog().remote().user(),
        placed.dialog().local().user(),
        nameOf(placed.dialog().remote()),
        at,
        null,
        "",
        placed.dialog(),
        CallMedia.NONE.described(placed.sdp()));
  }

  private static String nameOf(NameAddress address) {
    return address.displayName() == null ? "" : address.displayName();
  }

  CallDetails with(Dialog newDialog) {
    return new CallDetails(
        id,
        incoming,
        number,
        callerid,
        displayName,
        createdAt,
        connectedAt,
        customData,
        newDialog,
        media);
  }

  CallDetails with(CallMedia newMedia) {
    return new CallDetails(
        id,
        incoming,
        number,
        callerid,
        displayName,
        createdAt,
        connectedAt,
        customData,
        dialog,
        newMedia);
  }

  CallDetails withCustomData(String text) {
    return new CallDetails(
        id, incoming, number, callerid, displayName, createdAt, connectedAt, text, dialog, media);
  }

  CallDetails connected(Instant at) {
    return new CallDetails(
        id, incoming, number, callerid, displayName, createdAt, at, customData, dialog, media);
  }

  /// The dialog with the CSeq number of our next request.
  Dialog nextRequest() {
    return dialog.withLocalCSeq(dialog.localCSeq() + 1);
  }
}
