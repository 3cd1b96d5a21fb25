package io.ringmaster.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.ringmaster.actors.port.MediaEffect.CloseLeg;
import io.ringmaster.actors.port.MediaEffect.SendMediaTo;
import io.ringmaster.actors.port.MediaEffect.StartRecording;
import io.ringmaster.actors.port.MediaEffect.StopRecording;
import io.ringmaster.media.EngineFixture.Party;
import io.ringmaster.protocol.signal.MediaSignal;
import io.ringmaster.protocol.signal.MediaSignal.RecordingFailed;
import io.ringmaster.protocol.signal.MediaSignal.RecordingStarted;
import io.ringmaster.protocol.signal.MediaSignal.RecordingStopped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Time is virtual here: every sample of a recording has one right place.
final class RecordingTest {

  private static final int LEFT = 0;
  private static final int RIGHT = 1;

  private final VirtualTime time = new VirtualTime();
  private final EngineFixture underTest = new EngineFixture(time, UnaryOperator.identity());
  private final Party alice = underTest.open("PCMU");
  private final Party bob = underTest.open("PCMA");

  @AfterEach
  void close() {
    underTest.close();
  }

  private void record(String file, boolean stereo) {
    underTest.perform(alice, new StartRecording(1, file, stereo));
    underTest.untilTold(alice, new RecordingStarted(1));
  }

  private Path file(String name) {
    return underTest.data.resolve("recordings").resolve(name);
  }

  private RecordingStopped awaitStopped() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !underTest.signals.of(alice.call(), RecordingStopped.class).isEmpty());
    return underTest.signals.of(alice.call(), RecordingStopped.class).getFirst();
  }

  /// Alice says 400 Hz and hears 1000 Hz, 20 ms at a time.
  private void talk(int packets) {
    Codec mu = Codec.PCMU;
    Codec a = Codec.PCMA;
    short[] low = Sounds.sine(400, 8000, 160 * packets, 8000);
    short[] high = Sounds.sine(1000, 8000, 160 * packets, 8000);
    long before = underTest.engine.statistics(alice.call()).orElseThrow().packetsIn();
    long beforeBob = underTest.engine.statistics(bob.call()).orElseThrow().packetsIn();
    for (int i = 0; i < packets; i++) {
      alice.send(mu.encode(Arrays.copyOfRange(low, 160 * i, 160 * (i + 1))));
      bob.send(a.encode(Arrays.copyOfRange(high, 160 * i, 160 * (i + 1))));
      underTest.untilArrived(alice, before + i + 1);
      underTest.untilArrived(bob, beforeBob + i + 1);
      time.advance(Duration.ofMillis(20));
    }
  }

  private static short[][] wavChannels(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.getInt(40)).isEqualTo(in.capacity() - 44);
    assertThat(in.getInt(4)).isEqualTo(in.capacity() - 8);
    assertThat(in.getShort(22)).isEqualTo((short) 2);
    assertThat(in.getInt(24)).isEqualTo(8000);
    short[][] channels = new short[2][(in.capacity() - 44) / 4];
    in.position(44);
    for (int i = 0; i < channels[LEFT].length; i++) {
      channels[LEFT][i] = in.getShort();
      channels[RIGHT][i] = in.getShort();
    }
    return channels;
  }

  private static short[][] mp3Channels(Path file) throws IOException {
    short[][] channels = new short[2][80_000];
    int count = 0;
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.start();
      assertThat(grabber.getSampleRate()).isEqualTo(8000);
      assertThat(grabber.getAudioChannels()).isEqualTo(2);
      assertThat(grabber.getAudioBitrate()).isEqualTo(32_000);
      for (Frame frame = grabber.grabSamples(); frame != null; frame = grabber.grabSamples()) {
        ShortBuffer both = (ShortBuffer) frame.samples[0];
        for (; both.hasRemaining(); count++) {
          channels[LEFT][count] = both.get();
          channels[RIGHT][count] = both.get();
        }
      }
    }
    return new short[][] {
      Arrays.copyOf(channels[LEFT], count), Arrays.copyOf(channels[RIGHT], count)
    };
  }

  @Test
  void stereoHasTheFarEndOnTheRightAndOursOnTheLeftToTheSample() throws IOException {
    underTest.perform(bob, new SendMediaTo(alice.call()));
    record("call.wav", true);
    talk(60);
    underTest.perform(alice, new StopRecording(1));
    assertThat(awaitStopped().duration()).isCloseTo(1.2, within(0.001));
    short[][] channels = wavChannels(file("call.wav"));
    short[] said = Sounds.sine(400, 8000, 9600, 8000);
    short[] heard = Sounds.sine(1000, 8000, 9600, 8000);
    assertThat(channels[RIGHT]).hasSize(9600);
    for (int i = 0; i < 9600; i++) {
      assertThat(channels[RIGHT][i]).isEqualTo(Codec.PCMU.decode(Codec.PCMU.encode(said[i])));
      byte translated = Codec.PCMA.transcode(Codec.PCMA.encode(heard[i]));
      assertThat(channels[LEFT][i]).isEqualTo(Codec.PCMU.decode(translated));
    }
    assertThat(underTest.signals.of(alice.call(), RecordingStarted.class)).hasSize(1);
    assertThat(file("call.wav.part")).doesNotExist();
  }

  @Test
  void monoHasTheSameMixInBothChannels() throws IOException {
    underTest.perform(bob, new SendMediaTo(alice.call()));
    record("call.wav", false);
    talk(60);
    underTest.perform(alice, new StopRecording(1));
    awaitStopped();
    short[][] channels = wavChannels(file("call.wav"));
    assertThat(channels[LEFT]).isEqualTo(channels[RIGHT]);
    assertThat(Sounds.share(400, channels[LEFT], 0, 8000)).isCloseTo(0.5, within(0.05));
    assertThat(Sounds.share(1000, channels[LEFT], 0, 8000)).isCloseTo(0.5, within(0.05));
  }

  @Test
  void anMp3DecodesToWhatWasSaid() throws IOException {
    underTest.perform(bob, new SendMediaTo(alice.call()));
    record("deep/call.mp3", true);
    talk(100);
    underTest.perform(alice, new StopRecording(1));
    assertThat(awaitStopped().duration()).isCloseTo(2, within(0.001));
    short[][] channels = mp3Channels(file("deep/call.mp3"));
    assertThat(channels[LEFT].length).isBetween(16_000, 19_000);
    assertThat(Sounds.share(400, channels[RIGHT], 4000, 14_000)).isGreaterThan(0.95);
    assertThat(Sounds.share(1000, channels[LEFT], 4000, 14_000)).isGreaterThan(0.95);
    assertThat(Sounds.level(channels[RIGHT], 4000, 14_000)).isCloseTo(5657, within(500.0));
  }

  @Test
  void whatWasNotSaidIsSilenceOfTheRightLength() throws IOException {
    record("call.wav", true);
    byte[] loud = new byte[160]; // the lowest code is the loudest
    alice.send(loud);
    underTest.untilArrived(alice, 1);
    time.advance(Duration.ofMillis(20));
    // 40 ms are lost, and then two packets arrive in the wrong order
    alice.peer().sequence += 2;
    alice.peer().timestamp += 320;
    int timestamp = alice.peer().timestamp;
    time.advance(Duration.ofMillis(60));
    int sequence = alice.peer().sequence;
    var peer = alice.peer();
    peer.sendRaw(RtpPeer.packet(false, 0, sequence + 1, timestamp + 160, peer.ssrc, loud));
    peer.sendRaw(RtpPeer.packet(false, 0, sequence, timestamp, peer.ssrc, loud));
    underTest.untilArrived(alice, 3);
    time.advance(Duration.ofMillis(420));
    underTest.perform(alice, new StopRecording(1));
    assertThat(awaitStopped().duration()).isCloseTo(0.5, within(0.001));
    short[] right = wavChannels(file("call.wav"))[RIGHT];
    assertThat(right).hasSize(4000);
    short peak = Codec.PCMU.decode((byte) 0);
    for (int i = 0; i < 4000; i++) {
      boolean said = i < 160 || (i >= 480 && i < 800);
      assertThat(right[i]).isEqualTo(said ? peak : (short) 0);
    }
  }

  @Test
  void aClosedLegCompletesItsRecording() throws IOException {
    record("call.wav", true);
    talk(10);
    underTest.perform(alice, new CloseLeg());
    assertThat(awaitStopped().duration()).isCloseTo(0.2, within(0.001));
    assertThat(wavChannels(file("call.wav"))[RIGHT]).hasSize(1600);
  }

  @Test
  void anEngineThatClosesCompletesItsRecordings() throws IOException {
    record("call.wav", true);
    talk(10);
    underTest.engine.close();
    assertThat(awaitStopped().duration()).isCloseTo(0.2, within(0.001));
    assertThat(file("call.wav")).exists();
  }

  @Test
  void aLongRecordingIsWrittenAsItGoes() throws IOException {
    record("call.wav", true);
    talk(100);
    time.advance(Duration.ofSeconds(10));
    await().atMost(Duration.ofSeconds(5)).until(() -> Files.size(file("call.wav.part")) > 300_000);
    underTest.perform(alice, new StopRecording(1));
    assertThat(awaitStopped().duration()).isCloseTo(12, within(0.001));
    short[] right = wavChannels(file("call.wav"))[RIGHT];
    assertThat(Sounds.share(400, right, 0, 16_000)).isGreaterThan(0.99);
    assertThat(Sounds.level(right, 16_000, 96_000)).isZero();
  }

  @Test
  void aFullDiskFailsTheRecordingAndNotTheCall() throws IOException {
    Files.createSymbolicLink(file("call.mp3.part"), Path.of("/dev/full"));
    underTest.perform(alice, new SendMediaTo(bob.call()));
    underTest.perform(alice, new StartRecording(1, "call.mp3", true));
    underTest.settle();
    talk(10);
    time.advance(Duration.ofSeconds(5));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !underTest.signals.of(alice.call(), RecordingFailed.class).isEmpty());
    talk(5);
    assertThat(bob.peer().receive(15, 500)).hasSize(15);
    underTest.perform(alice, new StopRecording(1));
    underTest.settle();
    assertThat(underTest.signals.of(alice.call(), RecordingStopped.class)).isEmpty();
    assertThat(underTest.engine.statistics().faults()).isZero();
  }

  @Test
  void onlyNewFilesBelowTheDirectoryAreWritten() throws IOException {
    Files.write(file("kept.wav"), new byte[] {1, 2, 3});
    String[] names = {"../out.wav", "/tmp/out.wav", "", "kept.wav"};
    for (int i = 0; i < names.length; i++) {
      int number = i + 1;
      underTest.perform(alice, new StartRecording(number, names[i], false));
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() ->
              underTest.signals.of(alice.call(), RecordingFailed.class).stream()
                  .anyMatch(failed -> failed.recording() == number));
    }
    assertThat(underTest.signals.of(alice.call()))
        .allSatisfy(signal -> assertThat(signal).isInstanceOf(RecordingFailed.class))
        .hasSize(4);
    assertThat(Files.readAllBytes(file("kept.wav"))).containsExactly(1, 2, 3);
    assertThat(underTest.data.resolve("out.wav")).doesNotExist();
  }

  @Test
  void aPartLeftBehindIsContinued() throws IOException {
    record("first.wav", true);
    talk(10);
    underTest.perform(alice, new CloseLeg());
    awaitStopped();
    Files.move(file("first.wav"), file("call.wav.part"));
    underTest.perform(bob, new StartRecording(1, "call.wav", true));
    MediaSignal started = new RecordingStarted(1);
    underTest.untilTold(bob, started);
    time.advance(Duration.ofMillis(100));
    underTest.perform(bob, new StopRecording(1));
    await().atMost(Duration.ofSeconds(5)).until(() -> Files.exists(file("call.wav")));
    short[] right = wavChannels(file("call.wav"))[RIGHT];
    assertThat(right).hasSize(1600 + 800);
    assertThat(Sounds.share(400, right, 0, 1600)).isGreaterThan(0.99);
  }
}
