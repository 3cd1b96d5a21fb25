package io.ringmaster.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/// Answers what is not even HTTP. Pekko finds it by its class name and takes the instance from `MODULE$`, as if it were a
/// Scala object.
public final class ParsingProblems extends ParsingErrorHandler {

  /// The one instance.
  public static final ParsingProblems MODULE$ = new ParsingProblems();

  private ParsingProblems() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    log.info("refused what a client sent: {} {}", status.intValue(), error.formatPretty());
    return Problems.response(
        new Refusal(status, "The request is not HTTP as this server knows it: " + error.summary()));
  }
}
