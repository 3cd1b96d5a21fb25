package io.ringmaster.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one node for all of them: a parameter of type [RunningNode]. Starting one takes longer than most tests, and a call
/// does not notice other calls. Whoever stops, floods or configures a node starts his own.
///
/// Its timers are shorter than a real node's: see [#plan].
public final class SharedNode implements ParameterResolver {

  /// Longer than anybody here needs to answer on a busy machine.
  static final String ANSWER_TIMEOUT = "10s";

  private static final Namespace NAMESPACE = Namespace.create(SharedNode.class);

  private record Started(RunningNode node, Path directory) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      node.close();
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  static NodePlan plan(Path directory) {
    return RunningNode.in(directory)
        .set("ringmaster.call.answer-timeout", ANSWER_TIMEOUT)
        .set("ringmaster.session.idle-timeout", "2s")
        .set("ringmaster.sip.t1", "250ms");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningNode.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent("node", key -> begin(), Started.class)
        .node();
  }

  private static Started begin() {
    try {
      var directory = Files.createTempDirectory("ringmaster-interop");
      return new Started(plan(directory).start(), directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
