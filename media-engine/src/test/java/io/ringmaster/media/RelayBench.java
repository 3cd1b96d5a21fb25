package io.ringmaster.media;

import com.sun.management.ThreadMXBean;
import io.ringmaster.actors.port.LegMedia;
import io.ringmaster.actors.port.MediaEffect.OpenLeg;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.actors.port.RtpAddress;
import io.ringmaster.protocol.CallId;
import io.ringmaster.protocol.SessionId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// Measures the relay: pairs of calls, each hearing the other, on one event loop, fed through real sockets on 127.0.0.x.
///
/// Run as a program with two optional numbers: seconds to measure (10) and pairs (200). It prints for each rate that is offered how many
/// packets came through, and what one cost in processor time and in allocated memory on the event loop.
public final class RelayBench {

  private static final int PAYLOAD = 160;

  private RelayBench() {}

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
    int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    Path data = Files.createTempDirectory("relay-bench");
    for (boolean transcoding : new boolean[] {false, true}) {
      try (Bench bench = new Bench(data, pairs, transcoding)) {
        bench.run(5_000, Math.max(3, seconds / 2)); // warm-up
        for (int rate : new int[] {2 * pairs * 50, 40_000, 80_000}) {
          System.out.println(
              (transcoding ? "PCMU>PCMA  " : "relay      ") + bench.run(rate, seconds));
        }
      }
    }
    try (Stream<Path> all = Files.walk(data)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }

  private static final class Bench implements AutoCloseable {

    private final MediaEngine engine;
    private final DatagramChannel[] peers;
    private final InetSocketAddress[] legs;
    private final int[] sequences;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(12 + PAYLOAD);
    private final long loopThread;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    Bench(Path data, int pairs, boolean transcoding) throws IOException {
      engine = new MediaEngine(MediaSettings.of("127.0.0.1", data), (_, _) -> {});
      peers = new DatagramChannel[2 * pairs];
      legs = new InetSocketAddress[2 * pairs];
      sequences = new int[2 * pairs];
      SessionId session = new SessionId("4711");
      for (int i = 0; i < peers.length; i++) {
        CallId call = session.call(i + 1);
        RtpAddress address = engine.reserve(call).orElseThrow();
        legs[i] = new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port());
        peers[i] =
            DatagramChannel.open()
                .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
        peers[i].configureBlocking(false);
        int port = ((InetSocketAddress) peers[i].getLocalAddress()).getPort();
        boolean a = transcoding && i % 2 == 1;
        engine.perform(
            call,
            new OpenLeg(
                new LegMedia(
                    "127.0.0.2", port, a ? "PCMA" : "PCMU", a ? 8 : 0, 101, 20, true, true)));
        engine.perform(call, new SendMediaTo(session.call((i ^ 1) + 1)));
        int type = a ? 8 : 0;
        sequences[i] = type << 16;
      }
      loopThread =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("media-0"))
              .findFirst()
              .orElseThrow()
              .threadId();
    }

    /// Offers so many packets a second, spread over all legs, and describes what became of them.
    String run(int rate, int seconds) throws IOException {
      long cpuBefore = threads.getThreadCpuTime(loopThread);
      long bytesBefore = threads.getThreadAllocatedBytes(loopThread);
      LegStatistics before = engine.statistics().sum();
      long start = System.nanoTime();
      long sent = 0;
      int next = 0;
      long end = start + seconds * 1_000_000_000L;
      for (long now = start; now < end; now = System.nanoTime()) {
        long due = (now - start) * rate / 1_000_000_000L;
        if (due <= sent) {
          Thread.onSpinWait();
          continue;
        }
        for (int burst = 0; sent < due && burst < 64; burst++, sent++) {
          send(next);
          next = next + 1 == peers.length ? 0 : next + 1;
        }
      }
      long idle = System.nanoTime() + 200_000_000L;
      while (System.nanoTime() < idle) Thread.onSpinWait();
      LegStatistics after = engine.statistics().sum();
      long relayed = after.packetsOut() - before.packetsOut();
      double micros = (threads.getThreadCpuTime(loopThread) - cpuBefore) / 1000.0 / relayed;
      double octets =
          (threads.getThreadAllocatedBytes(loopThread) - bytesBefore) / (double) relayed;
      return "offered %6d/s  relayed %6d/s  %.3f%%  %5.2f us CPU each  (%6.0f/s a core)  %.2f octets allocated each"
          .formatted(
              sent / seconds,
              relayed / seconds,
              100.0 * relayed / sent,
              micros,
              1e6 / micros,
              octets);
    }

    private void send(int leg) throws IOException {
      int state = sequences[leg];
      int sequence = (state + 1) & 0xFFFF;
      int type = state >>> 16;
      sequences[leg] = type << 16 | sequence;
      packet.clear();
      packet.put((byte) 0x80).put((byte) type).putShort((short) sequence);
      packet.putInt(sequence * PAYLOAD).putInt(leg + 1);
      packet.position(0).limit(12 + PAYLOAD);
      peers[leg].send(packet, legs[leg]);
      packet.clear();
      // What comes back is thrown away, so that no buffer fills up: the kernel drops it when nobody
      // reads.
    }

    @Override
    public void close() throws IOException {
      engine.close();
      for (DatagramChannel peer : peers) peer.close();
    }
  }
}
