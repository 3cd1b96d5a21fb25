package io.ringmaster.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the embedded journal's file holds at any moment. A copy of it is what a process leaves that is killed just then.
class H2RecoveryTest {

  private static final String OPTIONS = ";WRITE_DELAY=0;RETENTION_TIME=0;DB_CLOSE_ON_EXIT=FALSE";
  private static final int LIVES = 12;

  private final Random random = new Random(20_261_125);

  @TempDir private Path directory;

  @Test
  void whatIsCommittedIsFoundInTheFileOfAKilledProcess() throws Exception {
    try (var connection = open("live")) {
      connection.createStatement().execute("create table t (id int primary key, b varbinary)");
    }
    int rows = 0;
    for (int life = 1; life <= LIVES; life++) {
      try (var connection = open("live")) {
        for (int commit = 1; commit <= life % 7 + 1; commit++) {
          insert(connection, ++rows);
          assertThat(rowsOfACopy()).isEqualTo(rows);
        }
        Files.copy(file("live"), file("killed"));
      }
      Files.move(file("killed"), file("live"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private int rowsOfACopy() throws IOException, SQLException {
    Files.copy(file("live"), file("copy"));
    try (var copy = open("copy");
        var rows = copy.createStatement().executeQuery("select count(*) from t")) {
      rows.next();
      return rows.getInt(1);
    } finally {
      Files.delete(file("copy"));
    }
  }

  private void insert(Connection connection, int id) throws SQLException {
    byte[] bytes = new byte[300];
    random.nextBytes(bytes);
    try (var statement = connection.prepareStatement("insert into t (b, id) values (?, ?)")) {
      statement.setBytes(1, bytes);
      statement.setInt(2, id);
      statement.executeUpdate();
    }
  }

  private Connection open(String name) throws SQLException {
    H2Recovery.before(url(name));
    return DriverManager.getConnection(url(name));
  }

  private String url(String name) {
    return "jdbc:h2:file:" + directory.resolve(name).toAbsolutePath() + OPTIONS;
  }

  private Path file(String name) {
    return directory.resolve(name + ".mv.db");
  }
}
