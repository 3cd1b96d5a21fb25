package io.ringmaster.sip;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.stream.IntStream;

/// TCP with [FramedTcpChannel]s.
final class FramedTcp extends NioTcpMessageProcessor {

  /// Connections to different peers are opened side by side, to one peer only once.
  private final Object[] locks = IntStream.range(0, 64).mapToObj(i -> new Object()).toArray();

  private FramedTcp(InetAddress address, SIPTransactionStack stack, int port) {
    super(address, stack, port);
  }

  @Override
  public NioTcpMessageChannel createMessageChannel(
      NioTcpMessageProcessor processor, SocketChannel connection) throws IOException {
    var known = nioHandler.getMessageChannel(connection);
    if (known != null) return known;
    var channel = new FramedTcpChannel(processor, connection);
    nioHandler.putMessageChannel(connection, channel);
    return channel;
  }

  @Override
  public MessageChannel createMessageChannel(HostPort target) throws IOException {
    return createMessageChannel(target.getInetAddress(), target.getPort());
  }

  @Override
  public MessageChannel createMessageChannel(InetAddress host, int port) throws IOException {
    var key = MessageChannel.getKey(host, port, getTransport());
    synchronized (locks[Math.floorMod(key.hashCode(), locks.length)]) {
      var known = messageChannels.get(key);
      if (known != null) return known;
      var channel = new FramedTcpChannel(host, port, sipStack, this);
      messageChannels.put(key, channel);
      selector.wakeup();
      return channel;
    }
  }

  /// Makes these for TCP and the stack's own for every other transport.
  static final class Factory implements MessageProcessorFactory {

    private final MessageProcessorFactory others = new NioMessageProcessorFactory();

    @Override
    public MessageProcessor createMessageProcessor(
        SIPTransactionStack stack, InetAddress address, int port, String transport)
        throws IOException {
      return transport.equalsIgnoreCase("TCP")
          ? new FramedTcp(address, stack, port)
          : others.createMessageProcessor(stack, address, port, transport);
    }
  }
}
