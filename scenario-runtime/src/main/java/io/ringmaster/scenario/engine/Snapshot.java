package io.ringmaster.scenario.engine;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// A context as bytes. Layout: `RMJS`, version, fingerprint (32 bytes), memory limit (4), turn timeout in ns (8), stack limit (4),
/// length of the delta (4), the delta deflated (zlib, which ends in a checksum).
///
/// @param delta see [MemoryDelta]
@SuppressWarnings("ArrayRecordComponent") // a carrier between two methods, never compared
record Snapshot(Limits limits, byte[] delta) {
  private static final int MAGIC = 0x524D4A53;
  private static final byte VERSION = 1;
  private static final int FINGERPRINT = 32;
  private static final int HEADER = 4 + 1 + FINGERPRINT + 4 + 8 + 4 + 4;

  byte[] write(byte[] fingerprint) {
    var header =
        ByteBuffer.allocate(HEADER)
            .putInt(MAGIC)
            .put(VERSION)
            .put(fingerprint)
            .putInt(limits.memoryBytes())
            .putLong(limits.turnTimeout().toNanos())
            .putInt(limits.stackBytes())
            .putInt(delta.length);
    var out = new ByteArrayOutputStream(HEADER + delta.length / 2);
    out.writeBytes(header.array());
    try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(delta);
      deflater.finish();
      var buffer = new byte[16 * 1024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return out.toByteArray();
  }

  /// @param maxDelta the longest delta an instance could take
  static Snapshot read(byte[] bytes, byte[] fingerprint, int maxDelta) {
    var in = ByteBuffer.wrap(bytes);
    try {
      if (in.getInt() != MAGIC) {
        throw new ForeignSnapshotException("These bytes are no script snapshot");
      }
      byte version = in.get();
      if (version != VERSION) {
        throw new ForeignSnapshotException(
            "The snapshot has format " + version + ", this engine reads " + VERSION);
      }
      var theirs = new byte[FINGERPRINT];
      in.get(theirs);
      if (!Arrays.equals(theirs, fingerprint)) {
        throw new ForeignSnapshotException(
            "The snapshot was taken by engine "
                + HexFormat.of().formatHex(theirs)
                + ", this one is "
                + HexFormat.of().formatHex(fingerprint));
      }
      var limits = new Limits(in.getInt(), Duration.ofNanos(in.getLong()), in.getInt());
      int length = in.getInt();
      if (length < 3 * Integer.BYTES || length > maxDelta) {
        throw new ForeignSnapshotException(
            "The snapshot is damaged: it claims " + length + " bytes");
      }
      return new Snapshot(limits, inflate(bytes, in.position(), length));
    } catch (BufferUnderflowException | IllegalArgumentException | DataFormatException e) {
      throw new ForeignSnapshotException("The snapshot is damaged: " + e);
    }
  }

  private static byte[] inflate(byte[] bytes, int from, int length) throws DataFormatException {
    var delta = new byte[length];
    try (var inflater = new Inflater()) {
      inflater.setInput(bytes, from, bytes.length - from);
      int done = 0;
      while (done < length) {
        int more = inflater.inflate(delta, done, length - done);
        if (more == 0) {
          throw new DataFormatException("it ends after " + done + " of " + length + " bytes");
        }
        done += more;
      }
      // The checksum is read with the end of the stream.
      inflater.inflate(new byte[1]);
      if (!inflater.finished()) {
        throw new DataFormatException("more bytes than announced");
      }
    }
    return delta;
  }
}
