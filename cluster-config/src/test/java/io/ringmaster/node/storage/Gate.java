package io.ringmaster.node.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// A pool whose connections are handed out once it is open. A journal's writer asks for one for each transaction.
final class Gate {

  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean broken;

  /// The same pool behind this gate.
  DataSource before(DataSource pool) {
    return (DataSource)
        Proxy.newProxyInstance(
            Gate.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) -> {
              asked.incrementAndGet();
              opened.await();
              if (broken) throw new SQLException("the database is away", "08006");
              try {
                return method.invoke(pool, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  void open() {
    opened.countDown();
  }

  /// Whoever waits gets none, and neither does anyone after.
  void breakDown() {
    broken = true;
    open();
  }

  /// How many transactions have been begun, those that still wait included.
  int asked() {
    return asked.get();
  }
}
