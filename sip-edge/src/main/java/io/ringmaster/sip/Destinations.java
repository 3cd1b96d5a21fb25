package io.ringmaster.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
import io.ringmaster.protocol.sip.Dialog;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RouteHeader;
import org.jspecify.annotations.Nullable;

/// Where a request goes (RFC 3263 without NAPTR and SRV): to the dialog's `destination`, else to its first route, else to its
/// Request-URI.
final class Destinations {

  private static final Set<String> TRANSPORTS = Set.of("UDP", "TCP");

  private final Names names;

  Destinations(Names names) {
    this.names = names;
  }

  /// A way that does not exist.
  static final class NoWay extends Exception {
    private static final long serialVersionUID = 1L;

    NoWay(String reason) {
      super(reason);
    }
  }

  /// The transport that a request to this dialog's peer uses, in upper case: the one its next hop asks for, else the dialog's.
  static String transport(@Nullable URI next, Dialog dialog) throws NoWay {
    var wanted = dialog.transport().toUpperCase(Locale.ROOT);
    if (next instanceof SipURI sip) {
      if (sip.isSecure()) wanted = "TLS";
      else if (sip.getTransportParam() != null)
        wanted = sip.getTransportParam().toUpperCase(Locale.ROOT);
    }
    if (!TRANSPORTS.contains(wanted))
      throw new NoWay("Transport %s is not served".formatted(wanted));
    return wanted;
  }

  /// The next hop. May wait for a name to be resolved.
  ///
  /// @throws NoWay when the host is unknown or the URI names none
  Hop hop(SIPRequest request, Dialog dialog, String transport) throws NoWay {
    var destination = dialog.destination();
    if (destination != null) return hopTo(destination, transport);
    if (!(next(request) instanceof SipURI uri) || uri.getHost() == null) {
      throw new NoWay("The request names no host to go to");
    }
    var host = uri.getMAddrParam() == null ? uri.getHost() : uri.getMAddrParam();
    return resolved(host, uri.getPort(), transport);
  }

  /// The URI that decides the next hop.
  static URI next(SIPRequest request) {
    var route = (RouteHeader) request.getHeader(RouteHeader.NAME);
    return route == null ? request.getRequestURI() : route.getAddress().getURI();
  }

  private Hop hopTo(String destination, String transport) throws NoWay {
    int colon = destination.lastIndexOf(':');
    // More than one colon and no brackets: an IPv6 address without a port.
    boolean hasPort =
        destination.startsWith("[")
            ? colon > destination.lastIndexOf(']')
            : colon >= 0 && destination.indexOf(':') == colon;
    try {
      return hasPort
          ? resolved(
              destination.substring(0, colon),
              Integer.parseInt(destination.substring(colon + 1)),
              transport)
          : resolved(destination, -1, transport);
    } catch (NumberFormatException noPort) {
      throw new NoWay("'%s' is not host:port".formatted(destination));
    }
  }

  private Hop resolved(String host, int port, String transport) throws NoWay {
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      return new HopImpl(names.address(bare), port < 0 ? 5060 : port, transport);
    } catch (UnknownHostException unknown) {
      throw new NoWay("Host %s is unknown".formatted(bare));
    }
  }

  /// Whether a host is an address and needs no name service.
  static boolean isNumeric(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  /// `host:port`, with brackets around an IPv6 address.
  static String hostPort(@Nullable String host, int port) {
    var name = host == null ? "" : host;
    return name.indexOf(':') >= 0 && !name.startsWith("[")
        ? "[" + name + "]:" + port
        : name + ":" + port;
  }
}
