package io.ringmaster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/// Reads request bodies: whole, within a size and a time, in UTF-8.
///
/// @param max bytes
record Bodies(long max, Duration timeout, Materializer materializer) {

  /// A body somewhat too large is read to its end and thrown away, because most clients only listen for the response (413) after
  /// they have sent everything. Beyond this many times the limit the connection is cut.
  private static final int PATIENCE = 16;

  /// What scripts arrive as: curl calls everything a form unless told otherwise.
  private static final Set<String> SCRIPT_TYPES =
      Set.of(
          "application/javascript",
          "text/javascript",
          "application/x-javascript",
          "application/ecmascript",
          "text/plain",
          "application/octet-stream",
          "application/x-www-form-urlencoded");

  /// @throws Refusal 415 for another content type, 400 for what is not JSON (all as failed stages)
  CompletionStage<ObjectNode> json(HttpRequest request) {
    var type = typeOf(request);
    boolean isJson =
        type.isEmpty()
            || type.equals("application/json")
            || type.endsWith("+json")
            || type.equals("application/octet-stream");
    return isJson
        ? text(request).thenApply(Json::parse)
        : refuse(
            request,
            "The body must be JSON: send it with 'Content-Type: application/json', not '%s'."
                .formatted(type));
  }

  /// A scenario's source.
  CompletionStage<String> script(HttpRequest request) {
    var type = typeOf(request);
    return type.isEmpty() || SCRIPT_TYPES.contains(type)
        ? text(request)
        : refuse(
            request,
            "The body must be JavaScript: send it with 'Content-Type: text/javascript', not '%s'."
                .formatted(type));
  }

  /// The body as strict UTF-8.
  CompletionStage<String> text(HttpRequest request) {
    return bytes(request)
        .thenApply(bytes -> {
          try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
          } catch (CharacterCodingException e) {
            throw Problems.badRequest("The body must be text in UTF-8.");
          }
        });
  }

  /// The body as it came.
  CompletionStage<ByteBuffer> bytes(HttpRequest request) {
    return request
        .entity()
        .withSizeLimit(max * PATIENCE)
        .getDataBytes()
        .completionTimeout(timeout)
        .runWith(
            Sink.fold(
                new Read(ByteString.emptyByteString(), 0), (read, next) -> read.and(next, max)),
            materializer)
        .handle((read, failure) -> {
          if (failure != null) throw asRefusal(failure);
          if (read.length() > max) throw tooLarge();
          return read.bytes().asByteBuffer();
        });
  }

  /// Lets a body that nobody wants pass by, so that the connection can go on.
  void discard(HttpRequest request) {
    if (!request.entity().isStrict()) {
      var _ = request.entity().withSizeLimit(max * PATIENCE).discardBytes(materializer);
    }
  }

  private <T> CompletionStage<T> refuse(HttpRequest request, String detail) {
    return bytes(request)
        .thenApply(ignored -> {
          throw new Refusal(StatusCodes.UNSUPPORTED_MEDIA_TYPE, detail);
        });
  }

  private RuntimeException asRefusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof EntityStreamSizeException) return tooLarge();
    if (cause instanceof TimeoutException) {
      return new Refusal(
          StatusCodes.REQUEST_TIMEOUT,
          "The body did not arrive within %d s. Send it again.".formatted(timeout.toSeconds()));
    }
    return new CompletionException(cause);
  }

  private Refusal tooLarge() {
    return new Refusal(
            StatusCodes.CONTENT_TOO_LARGE,
            "The body is larger than the %d bytes allowed here. Send less.".formatted(max))
        .with("maxBytes", max);
  }

  private static String typeOf(HttpRequest request) {
    if (request.entity().isKnownEmpty()) return "";
    MediaType type = request.entity().getContentType().mediaType();
    var name = type.mainType() + "/" + type.subType();
    return name.equals("none/none") ? "" : name;
  }

  /// What has been read so far; beyond the limit only its length.
  private record Read(ByteString bytes, long length) {

    Read and(ByteString next, long max) {
      long total = length + next.size();
      return new Read(total > max ? ByteString.emptyByteString() : bytes.concat(next), total);
    }
  }
}
