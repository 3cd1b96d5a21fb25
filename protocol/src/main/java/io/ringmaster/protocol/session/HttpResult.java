package io.ringmaster.protocol.session;

import io.ringmaster.protocol.event.AppEvent.KeyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `Net.httpRequest` hands to its callback.
///
/// @param code the HTTP status; 0 when the request was never sent; negative for a failure below HTTP: -4 total time passed, -7 no
///     connection in time, -8 connection failed, -9 response over 2 MB, -1 anything else
/// @param text the body as text
/// @param error what went wrong; null when nothing did
public record HttpResult(int code, String text, List<KeyValue> headers, @Nullable String error) {

  public HttpResult {
    headers = List.copyOf(headers);
  }
}
