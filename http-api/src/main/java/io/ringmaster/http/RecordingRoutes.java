package io.ringmaster.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.TooManyRangesRejection;
import org.apache.pekko.http.javadsl.server.UnsatisfiableRangeRejection;

/// `/v1/recordings/{id}`: files of one directory, whole or in ranges (RFC 9110 section 14).
///
/// @param directory of the recordings; need not exist yet
record RecordingRoutes(Path directory, ActorSystem<?> system) {

  private static final Map<String, ContentType> TYPES =
      Map.of(
          "mp3", audio("mpeg"),
          "wav", audio("wav"),
          "flac", audio("flac"),
          "ogg", audio("ogg"),
          "opus", audio("ogg"),
          "webm", ContentTypes.create(MediaTypes.customBinary("video", "webm", false)),
          "mp4", ContentTypes.create(MediaTypes.customBinary("video", "mp4", false)));

  /// A file's name and nothing else: no separators, no leading dot.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

  List<Endpoint> endpoints() {
    return List.of(Endpoint.of("GET", "/v1/recordings/{id}", this::get));
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    var id = exchange.segment("id");
    var file =
        find(id)
            .orElseThrow(() ->
                Problems.notFound(
                    "There is no recording '%s'. The url of Call.RecordStarted names those there are."
                        .formatted(id)));
    var route =
        Directives.getFromFile(file.toFile(), typeOf(file))
            .seal(rejections(file.toFile().length()), ExceptionHandler.newBuilder().build());
    try {
      return route.function(system).apply(asGet(exchange.request()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// `HEAD` answers what `GET` of the whole would; the server leaves the body out.
  private static HttpRequest asGet(HttpRequest request) {
    return request.method().equals(HttpMethods.HEAD)
        ? request.withMethod(HttpMethods.GET).removeHeader("Range")
        : request;
  }

  /// The file of that name, or the one of that name and an extension we know. Links that lead out of the directory lead nowhere.
  private Optional<Path> find(String id) {
    if (!ID.matcher(id).matches() || !Files.isDirectory(directory)) return Optional.empty();
    try {
      var root = directory.toRealPath();
      for (var name :
          (Iterable<String>)
              Stream.concat(
                      Stream.of(id), TYPES.keySet().stream().sorted().map(type -> id + "." + type))
                  ::iterator) {
        var file = root.resolve(name);
        if (Files.isRegularFile(file) && file.toRealPath().startsWith(root))
          return Optional.of(file);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static ContentType typeOf(Path file) {
    var name = file.getFileName().toString();
    var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(extension, ContentTypes.APPLICATION_OCTET_STREAM);
  }

  private static ContentType audio(String subType) {
    return ContentTypes.create(MediaTypes.customBinary("audio", subType, false));
  }

  private static RejectionHandler rejections(long bytes) {
    return RejectionHandler.newBuilder()
        .handle(
            UnsatisfiableRangeRejection.class,
            rejection ->
                Directives.complete(
                    Problems.response(
                        new Refusal(
                                StatusCodes.RANGE_NOT_SATISFIABLE,
                                "The recording has %d bytes; ask for a range within them."
                                    .formatted(bytes))
                            .with(RawHeader.create("Content-Range", "bytes */" + bytes)))))
        .handle(
            TooManyRangesRejection.class,
            rejection ->
                Directives.complete(
                    Problems.response(
                        new Refusal(
                            StatusCodes.RANGE_NOT_SATISFIABLE,
                            "Ask for at most %d ranges at a time."
                                .formatted(rejection.maxRanges())))))
        .handleNotFound(
            Directives.complete(Problems.response(Problems.notFound("The recording is gone."))))
        .build()
        .withFallback(RejectionHandler.defaultHandler());
  }
}
