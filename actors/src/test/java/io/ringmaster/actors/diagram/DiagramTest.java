package io.ringmaster.actors.diagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ringmaster.actors.call.Call;
import io.ringmaster.actors.call.CallFact;
import io.ringmaster.actors.call.CallTransitions;
import io.ringmaster.actors.session.Session;
import io.ringmaster.actors.session.SessionFact;
import io.ringmaster.actors.session.SessionTransitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The diagram, the code and the tests agree. Runs after all other tests of the module.
@Order(Integer.MAX_VALUE)
class DiagramTest {

  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "state-diagram.md").normalize();

  @Test
  void everyPhaseAndEveryFactHasItsExample() {
    assertThat(kinds(CallTransitions.phases())).isEqualTo(leaves(Call.class));
    assertThat(kinds(CallTransitions.facts())).isEqualTo(leaves(CallFact.class));
    assertThat(kinds(SessionTransitions.phases())).isEqualTo(leaves(Session.class));
    assertThat(kinds(SessionTransitions.facts())).isEqualTo(leaves(SessionFact.class));
  }

  @Test
  void pageShowsWhatTheCodeDoes() throws IOException {
    if (Boolean.getBoolean("ringmaster.diagram.write")) Files.writeString(PAGE, Diagram.page());
    assertThat(Files.readString(PAGE))
        .as("draw it anew: mvn -pl actors -am test -Dringmaster.diagram.write=true")
        .isEqualTo(Diagram.page());
  }

  @Test
  void everyStepThatTheCodeDeclaresWasTakenByATest() {
    assumeThat(System.getProperty("test")).as("only some tests are run").isNull();
    assumeThat(TransitionsTaken.all()).as("no other test was run").isNotEmpty();
    var missing = new TreeSet<>(Diagram.declared());
    missing.removeAll(TransitionsTaken.all());
    assertThat(missing).as("steps that no test took").isEmpty();
  }

  @Test
  void everyStepThatATestTookIsDeclared() {
    var unknown = new TreeSet<>(TransitionsTaken.all());
    unknown.removeAll(Diagram.declared());
    assertThat(unknown).as("steps that are not in the diagram").isEmpty();
  }

  private static Set<Class<?>> kinds(Collection<?> examples) {
    return examples.stream().map(Object::getClass).collect(Collectors.toSet());
  }

  private static Set<Class<?>> leaves(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .flatMap(each -> each.isSealed() ? leaves(each).stream() : Stream.of(each))
        .collect(Collectors.toSet());
  }
}
