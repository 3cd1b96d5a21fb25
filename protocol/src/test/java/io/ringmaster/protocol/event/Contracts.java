package io.ringmaster.protocol.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringmaster.protocol.json.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The contracts of VoxEngine, as test data.
public final class Contracts {

  private Contracts() {}

  public static JsonNode read(String file) {
    try (var in = Contracts.class.getResourceAsStream("/contract/" + file)) {
      return WireJson.mapper().readTree(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A name that is not seen in any source is marked in the contract as assumed.
  static String wireName(JsonNode event) {
    return event.get("wire").asText().replace(" (assumed)", "");
  }
}
