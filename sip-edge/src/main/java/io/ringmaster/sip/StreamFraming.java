package io.ringmaster.sip;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into SIP messages by their Content-Length (RFC 3261 section 18.3). A message without that field has no body.
final class StreamFraming {

  /// Start line and header fields together; more is no SIP.
  private static final int HEAD_LIMIT = 65_536;

  private final int messageLimit;
  private byte[] pending = new byte[0];
  private boolean keepAliveSeen;
  private boolean tooLong;

  StreamFraming(int messageLimit) {
    this.messageLimit = messageLimit;
  }

  void add(byte[] bytes) {
    var both = Arrays.copyOf(pending, pending.length + bytes.length);
    System.arraycopy(bytes, 0, both, pending.length, bytes.length);
    pending = both;
  }

  /// The next whole message, or the head alone of one that passes the limit (see [#isTooLong]); null when more bytes are needed.
  ///
  /// @throws IOException when the stream cannot be cut into messages
  byte @Nullable [] next() throws IOException {
    skipLineEnds();
    int head = headLength();
    if (head < 0) {
      if (pending.length > HEAD_LIMIT) throw new IOException("no end of the header fields");
      return null;
    }
    int body = RawMessage.of(Arrays.copyOf(pending, head)).bodyLength();
    long length = (long) head + body;
    if (body < 0) throw new IOException("bad content-length");
    if (length > messageLimit) {
      tooLong = true;
      return Arrays.copyOf(pending, head);
    }
    if (pending.length < length) return null;
    var message = Arrays.copyOf(pending, (int) length);
    pending = Arrays.copyOfRange(pending, (int) length, pending.length);
    return message;
  }

  /// Whether the last message was too long: the stream cannot be read further.
  boolean isTooLong() {
    return tooLong;
  }

  /// Whether a double CRLF has come since the last look: a ping that wants a single CRLF (RFC 5626 section 4.4.1).
  boolean takePing() {
    boolean seen = keepAliveSeen;
    keepAliveSeen = false;
    return seen;
  }

  private void skipLineEnds() {
    int at = 0;
    while (at < pending.length && (pending[at] == '\r' || pending[at] == '\n')) at++;
    if (at >= 4) keepAliveSeen = true;
    if (at > 0) pending = Arrays.copyOfRange(pending, at, pending.length);
  }

  /// Up to and with the empty line; -1 when it has not come.
  private int headLength() {
    for (int i = 0; i < pending.length; i++) {
      if (pending[i] != '\n') continue;
      if (i + 1 < pending.length && pending[i + 1] == '\n') return i + 2;
      if (i + 2 < pending.length && pending[i + 1] == '\r' && pending[i + 2] == '\n') return i + 3;
    }
    return -1;
  }
}
