package io.ringmaster.node.settings;

import java.nio.file.Path;
import java.time.Duration;

/// Where the journal and everything beside it is kept.
///
/// @param url JDBC; blank for an H2 file `journal.mv.db` below `data`
/// @param user blank for the driver's own default
/// @param password blank for none
/// @param data the node's directory
/// @param journalConnections how many transactions the journal may have open at once
/// @param otherConnections how many everything else may have open: catalogue, directory, history
/// @param timeout how long a connection may be waited for, and how long a node waits for its database at the start
public record DatabaseSettings(
    String url,
    String user,
    String password,
    Path data,
    int journalConnections,
    int otherConnections,
    Duration timeout) {

  /// Eight connections for the journal (its measured best) and four for the rest, each to be had within 5 s.
  public static DatabaseSettings of(String url, String user, String password, Path data) {
    return new DatabaseSettings(url, user, password, data, 8, 4, Duration.ofSeconds(5));
  }

  public int connections() {
    return journalConnections + otherConnections;
  }

  /// Without the password, which may also be part of the URL: this text goes into logs.
  @Override
  public String toString() {
    return "DatabaseSettings[%s]".formatted(shown());
  }

  /// The database in words fit for logs and messages.
  public String shown() {
    int parameters = url.indexOf('?');
    String plain = parameters < 0 ? url : url.substring(0, parameters);
    return url.isBlank()
        ? data.resolve("journal.mv.db").toString()
        : plain.replaceAll("//[^/@]*@", "//");
  }
}
