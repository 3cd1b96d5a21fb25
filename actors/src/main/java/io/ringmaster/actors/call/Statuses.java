package io.ringmaster.actors.call;

import java.util.Map;

/// The usual reason phrases (RFC 3261 section 21) of the codes that end calls.
final class Statuses {

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(408, "Request Timeout"),
          Map.entry(410, "Gone"),
          Map.entry(480, "Temporarily Unavailable"),
          Map.entry(486, "Busy Here"),
          Map.entry(487, "Request Terminated"),
          Map.entry(488, "Not Acceptable Here"),
          Map.entry(500, "Server Internal Error"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(600, "Busy Everywhere"),
          Map.entry(603, "Decline"),
          Map.entry(604, "Does Not Exist Anywhere"));

  private Statuses() {}

  static String phrase(int status) {
    return PHRASES.getOrDefault(status, "");
  }
}
