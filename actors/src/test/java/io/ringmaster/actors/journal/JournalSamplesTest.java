package io.ringmaster.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.ringmaster.actors.JournalEntry;
import io.ringmaster.actors.call.CallEntry;
import io.ringmaster.actors.session.SessionEntry;
import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Journals outlive releases: a row that was written once stays readable and means the same. `src/test/resources/journal` holds
/// such rows, one file for each type of fact and in it one row for each shape that the fact can take.
///
/// A new fact, command or event, or a new field, makes new shapes. Their samples are added, and never one changed, by
///
/// ```
/// mvn -pl actors test -Dtest=JournalSamplesTest -Dringmaster.samples.write=true
/// ```
///
/// and committed with the change. When a sample that is there already fails, the change would lose calls that are under way: give
/// the new field a meaning when it is absent, or keep the old fact readable beside the new one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalSamplesTest {

  private static final Path WRITTEN =
      Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "journal")
          .toAbsolutePath();
  private static final String HOW_TO_ADD =
      "rows without a sample; add them with -Dringmaster.samples.write=true (see %s)"
          .formatted(JournalSamplesTest.class.getSimpleName());

  private final ActorTestKit kit = ActorTestKit.create();
  private final Serialization underTest = SerializationExtension.get(kit.system().classicSystem());
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

  @BeforeAll
  void readSamples() {
    if (Boolean.getBoolean("ringmaster.samples.write")) writeMissing();
    samples.putAll(readAll());
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  Stream<Arguments> everySample() {
    return samples.entrySet().stream()
        .flatMap(file -> file.getValue().stream().map(row -> Arguments.of(file.getKey(), row)));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("everySample")
  void anOldRowStillMeansWhatItMeant(String file, Sample sample) throws IOException {
    var json = WireJson.mapper();
    var read = underTest.deserialize(sample.bytes(), sample.serializer(), sample.manifest()).get();
    assertThat(json.readTree(WireJson.write(read))).isEqualTo(json.readTree(sample.meaning()));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("everySample")
  void aRowWithFieldsOfALaterReleaseCanBeReadByThisOne(String file, Sample sample)
      throws IOException {
    var cbor = new CBORMapper();
    var row = (ObjectNode) cbor.readTree(sample.bytes());
    row.put("fieldOfALaterRelease", 1);
    var facts = row.has("fact") ? List.of(row.get("fact")) : row.withArray("facts");
    facts.forEach(fact -> ((ObjectNode) fact).put("fieldOfALaterRelease", "x"));
    var later = cbor.writeValueAsBytes(row);
    var today = underTest.deserialize(sample.bytes(), sample.serializer(), sample.manifest()).get();
    assertThat(underTest.deserialize(later, sample.serializer(), sample.manifest()).get())
        .isEqualTo(today);
  }

  @Test
  void everyShapeOfEveryFactHasASample() {
    var sampled =
        samples.values().stream()
            .flatMap(List::stream)
            .map(Sample::label)
            .collect(Collectors.toSet());
    assertThat(examples().keySet()).describedAs(HOW_TO_ADD).isSubsetOf(sampled);
  }

  @Test
  void everyKindOfJournalIsSampled() {
    assertThat(OwnClasses.implementing(JournalEntry.class))
        .containsExactlyInAnyOrder(CallEntry.class, SessionEntry.class);
  }

  @Test
  void whatIsWrittenTodayReadsBackEqual() {
    examples()
        .forEach((label, entry) ->
            assertThatCode(() -> kit.serializationTestKit().verifySerialization(entry, true))
                .describedAs(label)
                .doesNotThrowAnyException());
  }

  private Map<String, Object> examples() {
    var examples = new Examples(kit.system().ignoreRef());
    var all = new LinkedHashMap<String, Object>();
    OwnClasses.implementing(JournalEntry.class).forEach(entry -> all.putAll(examples.of(entry)));
    return all;
  }

  private static Map<String, List<Sample>> readAll() {
    try (var files = Files.list(WRITTEN)) {
      var all = new LinkedHashMap<String, List<Sample>>();
      for (var file : files.sorted().toList()) {
        all.put(name(file), Sample.read(Files.readAllLines(file)));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName()).toString();
  }

  /// Adds rows to the end of files; what is there stays as it is.
  private void writeMissing() {
    var known = new ArrayList<String>();
    readAll().values().forEach(file -> file.forEach(sample -> known.add(sample.label())));
    examples()
        .forEach((label, entry) -> {
          if (!known.contains(label)) append(sample(label, entry));
        });
  }

  private Sample sample(String label, Object entry) {
    var serializer = underTest.findSerializerFor(entry);
    return new Sample(
        label,
        serializer.identifier(),
        Serializers.manifestFor(serializer, entry),
        WireJson.write(entry),
        Base64.getEncoder().encodeToString(underTest.serialize(entry).get()));
  }

  private static void append(Sample sample) {
    try {
      Files.writeString(
          WRITTEN.resolve(fact(sample) + ".cbor.txt"),
          sample.text(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The type of the first fact in a row.
  private static String fact(Sample sample) {
    try {
      var row = WireJson.mapper().readTree(sample.meaning());
      var first = row.has("fact") ? row.get("fact") : row.path("facts").path(0);
      return first.path("type").asText("Empty");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
