package io.ringmaster.node;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.ringmaster.node.settings.NodeSettings;
import io.ringmaster.node.settings.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's log: everything from the chosen level on in a file, warnings and errors also on stderr. A line that cannot be written
/// at once is dropped, so a slow disk never holds up a call.
final class NodeLog implements AutoCloseable {

  private static final int OLD_FILES = 10;
  private static final long FILE_BYTES = 20L << 20;
  private static final int QUEUE = 8_192;

  private final LoggerContext context;

  private NodeLog(LoggerContext context) {
    this.context = context;
  }

  /// @throws StartFailure when the file cannot be written
  static NodeLog open(NodeSettings.Log settings) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("another logging library than Logback is on the class path");
    }
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(settings.level()));
    if (settings.file() != null) root.addAppender(async(context, file(context, settings.file())));
    return new NodeLog(context);
  }

  /// Writes what is still queued.
  @Override
  public void close() {
    context.stop();
  }

  private static AsyncAppender async(
      LoggerContext context, RollingFileAppender<ILoggingEvent> file) {
    var async = new AsyncAppender();
    async.setContext(context);
    async.setName("FILE");
    async.setQueueSize(QUEUE);
    async.setNeverBlock(true);
    async.addAppender(file);
    async.start();
    return async;
  }

  private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new StartFailure(
          "the log file '%s' cannot be written; choose another place with --data or -Dringmaster.log.file=..."
              .formatted(path),
          e);
    }
    var encoder = new DiscreetEncoder();
    encoder.setContext(context);
    encoder.start();

    var file = new RollingFileAppender<ILoggingEvent>();
    file.setContext(context);
    file.setName("ringmaster.log");
    file.setFile(path.toString());
    file.setEncoder(encoder);

    var rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(file);
    rolling.setFileNamePattern(path + ".%i.gz");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLD_FILES);
    rolling.start();
    file.setRollingPolicy(rolling);

    var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(FILE_BYTES));
    trigger.start();
    file.setTriggeringPolicy(trigger);
    file.start();
    return file;
  }
}
