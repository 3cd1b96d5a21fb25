package io.ringmaster.media;

import java.util.ArrayList;
import java.util.List;

/// A tone script: tones, then sections of a cadence, as telephone adapters and VoxEngine write them.
///
/// `425@-19;5(1/4/1)` is 425 Hz at -19 dBm0, in cycles of 5 s: 1 s of tone 1, 4 s of silence. `440@-19,480@-19;6(2/4/1+2)` sounds two
/// tones together. A section is `LENGTH(ON/OFF/TONES,...)` in seconds; `*` means without end. Sections follow one another.
///
/// @param tones at most 6
/// @param sections at least one
record ToneScript(List<Tone> tones, List<Section> sections) {

  /// A sine of this power has its peaks at full scale (ITU-T G.711 table 2, mu-law).
  private static final double FULL_SCALE = 3.17;

  private static final int LONGEST = 120;
  private static final double SHORTEST = 0.01;

  /// @param frequency Hz
  /// @param level dBm0
  record Tone(double frequency, double level) {}

  /// @param length seconds
  record Section(double length, List<Segment> segments) {}

  /// @param on seconds
  /// @param off seconds
  /// @param tones which of the tones, counted from 0
  record Segment(double on, double off, List<Integer> tones) {}

  ToneScript {
    tones = List.copyOf(tones);
    sections = List.copyOf(sections);
  }

  /// @throws SoundUnavailable when the script is none
  static ToneScript parse(String script) {
    try {
      String[] parts = script.strip().split(";", -1);
      if (parts.length < 2) throw new IllegalArgumentException("it has no cadence");
      List<Tone> tones = new ArrayList<>();
      for (String tone : parts[0].split(",", -1)) tones.add(tone(tone));
      if (tones.size() > 6) throw new IllegalArgumentException("it has more than six tones");
      List<Section> sections = new ArrayList<>();
      double total = 0;
      for (int i = 1; i < parts.length; i++) {
        Section section = section(parts[i], tones.size());
        total += section.length();
        sections.add(section);
      }
      if (total > LONGEST) {
        throw new IllegalArgumentException("a cycle is longer than %d s".formatted(LONGEST));
      }
      return new ToneScript(tones, sections);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new SoundUnavailable(
          "'%s' is no tone script such as 425@-19;5(1/4/1): %s".formatted(script, e.getMessage()),
          e);
    }
  }

  private static Tone tone(String text) {
    String[] parts = text.split("@", -1);
    double frequency = Double.parseDouble(parts[0]);
    double level = parts.length == 1 ? -19 : Double.parseDouble(parts[1]);
    if (!(frequency > 0 && frequency < Codec.RATE / 2.0)) {
      throw new IllegalArgumentException("%s Hz cannot be sent".formatted(parts[0]));
    }
    if (!(level <= 3 && level >= -63)) {
      throw new IllegalArgumentException("%s dB cannot be sent".formatted(level));
    }
    return new Tone(frequency, level);
  }

  private static Section section(String text, int tones) {
    int open = text.indexOf('(');
    if (open < 1 || !text.endsWith(")")) throw new IllegalArgumentException("'" + text + "'");
    List<Segment> segments = new ArrayList<>();
    double once = 0;
    for (String part : text.substring(open + 1, text.length() - 1).split(",", -1)) {
      String[] fields = part.split("/", -1);
      List<Integer> sounding = new ArrayList<>();
      for (String index : fields[2].split("\\+", -1)) {
        int tone = Integer.parseInt(index);
        if (tone < 0 || tone > tones)
          throw new IllegalArgumentException("there is no tone " + tone);
        if (tone > 0) sounding.add(tone - 1);
      }
      Segment segment = new Segment(seconds(fields[0]), seconds(fields[1]), List.copyOf(sounding));
      if (segment.on() + segment.off() < SHORTEST) {
        throw new IllegalArgumentException("a segment is shorter than %s s".formatted(SHORTEST));
      }
      once += segment.on() + segment.off();
      segments.add(segment);
    }
    String length = text.substring(0, open);
    double all = length.equals("*") ? once : seconds(length);
    if (all < SHORTEST) throw new IllegalArgumentException("a section has no length");
    return new Section(all, List.copyOf(segments));
  }

  /// `*` becomes ten seconds of a cycle that is repeated anyway.
  private static double seconds(String text) {
    double seconds = text.equals("*") ? 10 : Double.parseDouble(text);
    if (!(seconds >= 0 && seconds <= LONGEST)) {
      throw new IllegalArgumentException("%s s".formatted(text));
    }
    return seconds;
  }

  /// One cycle, 8 kHz mono. Every tone starts its sine anew with the cycle, not with each segment.
  short[] samples() {
    double total = sections.stream().mapToDouble(Section::length).sum();
    short[] samples = new short[(int) Math.round(total * Codec.RATE)];
    int at = 0;
    for (Section section : sections) {
      int end = Math.min(samples.length, at + (int) Math.round(section.length() * Codec.RATE));
      while (at < end) {
        for (Segment segment : section.segments()) {
          int on = Math.min(end, at + (int) Math.round(segment.on() * Codec.RATE));
          for (; at < on; at++) samples[at] = sample(segment, at);
          at = Math.min(end, at + (int) Math.round(segment.off() * Codec.RATE));
        }
      }
    }
    return samples;
  }

  private short sample(Segment segment, int at) {
    double sum = 0;
    for (int index : segment.tones()) {
      Tone tone = tones.get(index);
      double peak = Short.MAX_VALUE * Math.pow(10, (tone.level() - FULL_SCALE) / 20);
      sum += peak * Math.sin(2 * Math.PI * tone.frequency() * at / Codec.RATE);
    }
    return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
