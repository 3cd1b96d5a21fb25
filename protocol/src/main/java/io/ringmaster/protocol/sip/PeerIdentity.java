package io.ringmaster.protocol.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a response tells about the far end of a dialog in the making.
///
/// @param tag the To tag; null when the response has none
/// @param contact the Contact URI; null when the response has none
/// @param routeSet the Record-Route values, already reversed into the order in which we send them
public record PeerIdentity(@Nullable String tag, @Nullable String contact, List<String> routeSet) {

  public PeerIdentity {
    routeSet = List.copyOf(routeSet);
  }
}
