package io.ringmaster.node.storage;

import java.util.regex.Pattern;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the last commit in the file of a journal whose process was killed.
///
/// H2 2.5.252 follows a chain from the file's header to its newest chunk. The chain can break where a commit went into a gap of the
/// file: of 409 moments to be killed at, H2 then opened the file as it was up to some seconds before in nine, or in fifty, depending
/// on what had been written. Here every block is looked at, and of the chunks that are whole the newest is taken; the header that is
/// written then is right. That reads the file once, 2.5 s for each GB. It is done after a clean end too: the mark of one stays in the
/// file when the first commits after it go into a gap.
final class H2Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(H2Recovery.class);

  private static final Pattern FILE =
      Pattern.compile("jdbc:h2:(?:file:)?(?!(?:mem|tcp|ssl|zip):)([^;]+).*");

  private H2Recovery() {}

  /// Nothing, when the database is no file or there is none yet. A file that is in use or cannot be read is left as it is, for H2
  /// to say so when it opens it.
  static void before(String url) {
    var matcher = FILE.matcher(url);
    if (!matcher.matches()) return;
    var file = matcher.group(1) + ".mv.db";
    if (!FileUtils.exists(file)) return;
    try {
      new MVStore.Builder().fileName(file).recoveryMode().open().close();
    } catch (MVStoreException e) {
      LOG.debug("the journal's file was not looked through: {}", e.getMessage());
    }
  }
}
