package io.ringmaster.sip;

import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One TCP connection, cut into messages by [StreamFraming]. The stack's own framing misses Content-Length in short form or with
/// a blank before its colon, and allocates whatever length a stranger announces.
final class FramedTcpChannel extends NioTcpMessageChannel {

  /// Made at the first bytes: the other constructor registers the connection before its fields could be set.
  private @Nullable StreamFraming framing;

  private @Nullable MessageParser parser;

  /// A connection that a peer has opened.
  FramedTcpChannel(NioTcpMessageProcessor processor, SocketChannel connection) throws IOException {
    super(processor, connection);
    messageProcessor = processor;
    myClientInputStream = connection.socket().getInputStream();
  }

  /// Connects to a peer. Waits until the connection stands.
  FramedTcpChannel(
      InetAddress host, int port, SIPTransactionStack stack, NioTcpMessageProcessor processor)
      throws IOException {
    super(host, port, stack, processor);
    isCached = true;
  }

  /// Sends over this very connection. Without it the stack forgets a connection that it has just opened, opens another for the first
  /// message, and closes this one under its waiting peer.
  @Override
  public void sendMessage(byte[] message, InetAddress receiver, int receiverPort, boolean retry)
      throws IOException {
    if (receiver.equals(peerAddress) && receiverPort == peerPort) super.sendMessage(message, retry);
    else super.sendMessage(message, receiver, receiverPort, retry);
  }

  @Override
  protected void addBytes(byte[] bytes) throws Exception {
    if (framing == null) framing = new StreamFraming(sipStack.getMaxMessageSize());
    if (parser == null) parser = sipStack.getMessageParserFactory().createMessageParser(sipStack);
    framing.add(bytes);
    for (var frame = framing.next(); frame != null; frame = framing.next()) {
      var message = parser.parseSIPMessage(frame, !framing.isTooLong(), false, null);
      // The stack answers one that is too long with 513 and throws, which closes the connection.
      if (message != null) processMessage(message);
      if (framing.isTooLong()) throw new IOException("message too long");
    }
    if (framing.takePing()) sendSingleCLRF();
  }
}
