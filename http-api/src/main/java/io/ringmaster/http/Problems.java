package io.ringmaster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that goes wrong, as `application/problem+json` (RFC 9457). The type stays `about:blank`, so the title is the
/// status in words; `detail` tells a person what to do.
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private static final ContentType PROBLEM_JSON =
      ContentTypes.create(MediaTypes.customBinary("application", "problem+json", true));

  private Problems() {}

  static Refusal badRequest(String detail) {
    return new Refusal(StatusCodes.BAD_REQUEST, detail);
  }

  /// Well-formed, but not what is needed.
  static Refusal unprocessable(String detail) {
    return new Refusal(StatusCodes.UNPROCESSABLE_CONTENT, detail);
  }

  static Refusal notFound(String detail) {
    return new Refusal(StatusCodes.NOT_FOUND, detail);
  }

  static Refusal conflict(String detail) {
    return new Refusal(StatusCodes.CONFLICT, detail);
  }

  /// What is asked for cannot be had now.
  static Refusal unavailable(String detail) {
    return new Refusal(StatusCodes.SERVICE_UNAVAILABLE, detail);
  }

  static Refusal tooSlow() {
    return new Refusal(
            StatusCodes.SERVICE_UNAVAILABLE,
            "The node that holds this did not answer in time. Try again in a moment; a command that was sent may still take effect.")
        .with(RawHeader.create("Retry-After", "1"));
  }

  static HttpResponse of(Throwable thrown) {
    return response(refusal(thrown));
  }

  /// Anything thrown, as a refusal; what was not meant for the outside goes to the log, and only its reference out.
  static Refusal refusal(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          refusal(wrapped.getCause());
      case Refusal refusal -> refusal;
      case TimeoutException slow -> tooSlow();
      default -> {
        var reference = UUID.randomUUID();
        LOG.error("request failed, reference {}", reference, thrown);
        yield new Refusal(
                StatusCodes.INTERNAL_SERVER_ERROR,
                "Something failed inside. The node's log tells more under the reference %s."
                    .formatted(reference))
            .with("instance", "urn:uuid:" + reference);
      }
    };
  }

  static HttpResponse response(Refusal refusal) {
    return HttpResponse.create()
        .withStatus(refusal.status())
        .addHeaders(refusal.headers())
        .withEntity(
            HttpEntities.create(
                PROBLEM_JSON, document(refusal).toString().getBytes(StandardCharsets.UTF_8)));
  }

  static ObjectNode document(Refusal refusal) {
    var json = Json.object();
    json.put("title", refusal.status().reason());
    json.put("status", refusal.status().intValue());
    json.put("detail", refusal.detail());
    refusal.members().forEach((name, value) -> json.set(name, Json.tree(value)));
    return json;
  }
}
