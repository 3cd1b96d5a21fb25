package io.ringmaster.protocol.sip;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The address in a From or To header field (RFC 3261 section 20.10), without its tag.
///
/// @param displayName the name before the URI; null when there is none
/// @param uri the URI, without angle brackets
public record NameAddress(@Nullable String displayName, String uri) {

  /// The user part of a SIP or SIPS URI, or the number of a `tel` URI; empty when there is none.
  public String user() {
    int colon = uri.indexOf(':');
    String rest = uri.substring(colon + 1);
    if (uri.toLowerCase(Locale.ROOT).startsWith("tel:")) return rest.split(";", 2)[0];
    int at = rest.indexOf('@');
    return at < 0 ? "" : rest.substring(0, at).split("[;:]", 2)[0];
  }
}
