package io.ringmaster.actors.session;

import io.ringmaster.actors.port.Catalogue;
import io.ringmaster.actors.port.ScenarioSource;
import io.ringmaster.actors.session.SessionFact.PinnedScenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The sources that a session is pinned to.
final class Sources {

  private Sources() {}

  static CompletionStage<List<ScenarioSource>> pinned(
      Catalogue catalogue, List<PinnedScenario> pins) {
    CompletionStage<List<ScenarioSource>> found = CompletableFuture.completedFuture(List.of());
    for (var pin : pins) {
      found =
          found.thenCombine(
              catalogue.pinned(pin.name(), pin.hash()),
              (before, source) -> {
                var all = new ArrayList<>(before);
                all.add(source);
                return all;
              });
    }
    return found;
  }
}
