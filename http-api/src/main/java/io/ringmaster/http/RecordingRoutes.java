package io.ringmaster.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.DateTime;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.UniversalEntity;
import org.apache.pekko.http.javadsl.model.headers.AcceptRanges;
import org.apache.pekko.http.javadsl.model.headers.ByteRange;
import org.apache.pekko.http.javadsl.model.headers.ContentRange;
import org.apache.pekko.http.javadsl.model.headers.EntityTag;
import org.apache.pekko.http.javadsl.model.headers.Range;
import org.apache.pekko.http.javadsl.model.headers.RangeUnits;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.server.TooManyRangesRejection;
import org.apache.pekko.http.javadsl.server.UnsatisfiableRangeRejection;
import org.apache.pekko.util.ByteString;

/// `/v1/recordings/{id}`: recordings, whole or in ranges (RFC 9110 section 14).
record RecordingRoutes(Recordings recordings, ActorSystem<?> system) {

  /// What is left of a file when one range of it was asked for.
  private record Part(long first, long count) {}

  private static final Map<String, ContentType> TYPES =
      Map.of(
          "mp3", audio("mpeg"),
          "wav", audio("wav"),
          "flac", audio("flac"),
          "ogg", audio("ogg"),
          "opus", audio("ogg"),
          "webm", ContentTypes.create(MediaTypes.customBinary("video", "webm", false)),
          "mp4", ContentTypes.create(MediaTypes.customBinary("video", "mp4", false)));

  List<Endpoint> endpoints() {
    return List.of(Endpoint.of("GET", "/v1/recordings/{id}", this::get));
  }

  private CompletionStage<HttpResponse> get(Exchange exchange) {
    return recordings
        .find(exchange.segment("id"))
        .thenCompose(answer ->
            switch (answer) {
              case Recordings.Answer.Found(var file) -> serve(exchange.request(), file);
              case Recordings.Answer.Missing(var detail) -> throw Problems.notFound(detail);
              case Recordings.Answer.OutOfReach(var detail) -> throw Problems.unavailable(detail);
            });
  }

  private CompletionStage<HttpResponse> serve(HttpRequest request, RecordingFile file) {
    long modified = Math.min(file.modified().toEpochMilli(), System.currentTimeMillis());
    var tag =
        EntityTag.create(
            Long.toHexString(file.modified().toEpochMilli() ^ Long.reverse(file.length())), false);
    // What is left of the request inside: without its range when If-Range does not fit.
    var route =
        Directives.conditional(
                tag,
                DateTime.create(modified),
                () -> Directives.extractRequest(current -> answer(current, file)))
            .seal(rejections(file.length()), ExceptionHandler.newBuilder().build());
    try {
      return route.function(system).apply(asGet(request));
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

  /// One range is read where it begins; of several the whole file is read once and what is between them left out.
  private static Route answer(HttpRequest request, RecordingFile file) {
    return singleRange(request, file.length())
        .map(part -> Directives.complete(partial(file, part)))
        .orElseGet(() ->
            Directives.withRangeSupport(
                () -> Directives.complete(HttpResponse.create().withEntity(whole(file)))));
  }

  private static UniversalEntity whole(RecordingFile file) {
    return file.length() == 0
        ? HttpEntities.create(typeOf(file), ByteString.emptyByteString())
        : bytes(file, new Part(0, file.length()));
  }

  private static HttpResponse partial(RecordingFile file, Part part) {
    var range =
        org.apache.pekko.http.javadsl.model.ContentRange.create(
            part.first(), part.first() + part.count() - 1, file.length());
    return HttpResponse.create()
        .withStatus(StatusCodes.PARTIAL_CONTENT)
        .addHeader(AcceptRanges.create(RangeUnits.BYTES))
        .addHeader(ContentRange.create(RangeUnits.BYTES, range))
        .withEntity(bytes(file, part));
  }

  private static UniversalEntity bytes(RecordingFile file, Part part) {
    return HttpEntities.create(
        typeOf(file), part.count(), file.content().read(part.first(), part.count()));
  }

  /// Empty when none, several, or one that the file does not have is asked for.
  private static Optional<Part> singleRange(HttpRequest request, long length) {
    return request
        .getHeader(Range.class)
        .filter(header -> header.rangeUnit().equals(RangeUnits.BYTES))
        .map(header -> StreamSupport.stream(header.getRanges().spliterator(), false).toList())
        .filter(ranges -> ranges.size() == 1)
        .map(ranges -> part(ranges.getFirst(), length))
        .filter(part -> part.count() > 0);
  }

  private static Part part(ByteRange range, long length) {
    long first =
        range.isSuffix()
            ? Math.max(0, length - range.getSuffixLength().orElse(0))
            : range.getOffset().orElse(range.getSliceFirst().orElse(0));
    long last = Math.min(range.getSliceLast().orElse(length - 1), length - 1);
    return new Part(first, last - first + 1);
  }

  private static ContentType typeOf(RecordingFile file) {
    var extension =
        file.name().substring(file.name().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
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
        .build()
        .withFallback(RejectionHandler.defaultHandler());
  }
}
