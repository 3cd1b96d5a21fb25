package io.ringmaster.sip;

import gov.nist.javax.sip.EventWrapper;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.UUID;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;

/// The SIP stack with its UDP and TCP sockets: JAIN SIP's reference implementation, of which only parser, transports and
/// transactions are used. Dialogs are ours.
final class Sockets implements AutoCloseable {

  /// How often a free port is looked for anew when another program takes it between the look and the bind.
  private static final int ATTEMPTS = 20;

  private final EdgeStack stack;
  private final SipProvider provider;
  private final int port;

  private Sockets(EdgeStack stack, SipProvider provider, int port) {
    this.stack = stack;
    this.provider = provider;
    this.port = port;
  }

  /// Opens UDP and TCP on one port.
  ///
  /// @throws IOException when the port is in use or the address is not ours
  static Sockets open(SipSettings settings, SipListener listener, Screening screening)
      throws IOException {
    IOException last = new IOException("no port was tried");
    for (int attempt = 0; attempt < (settings.port() == 0 ? ATTEMPTS : 1); attempt++) {
      try {
        int port = settings.port() == 0 ? freePort(settings.bindHost()) : settings.port();
        return open(settings, port, listener, screening);
      } catch (IOException taken) {
        last = taken;
      }
    }
    throw last;
  }

  private static Sockets open(
      SipSettings settings, int port, SipListener listener, Screening screening)
      throws IOException {
    EdgeStack stack;
    try {
      stack = new EdgeStack(properties(settings));
      stack.start();
    } catch (SipException impossible) {
      throw new IllegalStateException("the SIP stack does not start", impossible);
    }
    stack.sipMessageValves.add(screening);
    stack.messageProcessorFactory = new FramedTcp.Factory();
    stack.messageParserFactory = new GuardedParser.Factory(screening);
    screening.init(stack);
    try {
      var udp = stack.createListeningPoint(settings.bindHost(), port, ListeningPoint.UDP);
      var provider = stack.createSipProvider(udp);
      provider.addListeningPoint(
          stack.createListeningPoint(settings.bindHost(), port, ListeningPoint.TCP));
      provider.addSipListener(listener);
      return new Sockets(stack, provider, port);
    } catch (InvalidArgumentException cannotBind) {
      stop(stack);
      throw new IOException(
          "SIP cannot listen on %s port %d (UDP and TCP): %s"
              .formatted(settings.bindHost(), port, cannotBind.getMessage()),
          cannotBind);
    } catch (SipException | TooManyListenersException impossible) {
      stop(stack);
      throw new IllegalStateException("the SIP stack does not start", impossible);
    }
  }

  private static Properties properties(SipSettings settings) {
    var properties = new Properties();
    properties.setProperty("javax.sip.STACK_NAME", "ringmaster-" + UUID.randomUUID());
    properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    properties.setProperty("javax.sip.ROUTER_PATH", ChosenHop.class.getName());
    properties.setProperty("javax.sip.USE_ROUTER_FOR_ALL_URIS", "true");
    nist(properties, "STACK_LOGGER", Slf4jStackLogger.class.getName());
    nist(properties, "SERVER_LOGGER", Slf4jServerLogger.class.getName());
    nist(properties, "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
    // One thread reads UDP and one delivers events, so what one peer sends keeps its order.
    nist(properties, "THREAD_POOL_SIZE", "1");
    nist(properties, "REENTRANT_LISTENER", "false");
    nist(properties, "THREAD_PRIORITY", Integer.toString(Thread.NORM_PRIORITY));
    // A finished transaction keeps what its retransmissions need and lets the parsed messages go.
    nist(properties, "RELEASE_REFERENCES_STRATEGY", "Aggressive");
    nist(properties, "LINGER_TIMER", "1");
    nist(properties, "MAX_MESSAGE_SIZE", Integer.toString(settings.maxMessageSize()));
    nist(properties, "RECEIVE_UDP_BUFFER_SIZE", Integer.toString(4 << 20));
    nist(properties, "SEND_UDP_BUFFER_SIZE", Integer.toString(4 << 20));
    nist(properties, "CONNECTION_TIMEOUT", "5000");
    nist(properties, "NIO_MAX_SOCKET_IDLE_TIME", "7200000");
    nist(properties, "DELIVER_UNSOLICITED_NOTIFY", "true");
    nist(properties, "MAX_FORK_TIME_SECONDS", "0");
    return properties;
  }

  private static void nist(Properties properties, String name, String value) {
    properties.setProperty("gov.nist.javax.sip." + name, value);
  }

  private static int freePort(String host) throws IOException {
    var address = InetAddress.getByName(host);
    try (var tcp = new ServerSocket(0, 1, address);
        var udp = new DatagramSocket(tcp.getLocalPort(), address)) {
      return udp.getLocalPort();
    }
  }

  SipProvider provider() {
    return provider;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    stop(stack);
  }

  private static void stop(EdgeStack stack) {
    var events = stack.getEventScanner();
    if (events == null) return;
    stack.stop();
    // The thread that delivers events looks whether it should end only after an event: give it one.
    events.addEvent(new EventWrapper(new IOExceptionEvent(stack, "", 0, ""), null));
  }
}
