package io.ringmaster.scenario.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One thread, which is busy until it is let go.
class ScriptThreadsTest {

  private final ScriptThreads underTest = ScriptThreads.of(1);
  private final CountDownLatch busy = new CountDownLatch(1);
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    busy.countDown();
    underTest.close();
  }

  private void occupy() {
    underTest.execute(() -> {
      try {
        busy.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  @Test
  void whatBeginsWaitsForWhatRuns() {
    occupy();
    underTest.beginnings().execute(() -> done.add("first begins"));
    underTest.beginnings().execute(() -> done.add("second begins"));
    underTest.execute(() -> done.add("first runs"));
    underTest.execute(() -> done.add("second runs"));
    busy.countDown();

    await().until(() -> done.size() == 4);
    assertThat(List.copyOf(done))
        .containsExactly("first runs", "second runs", "first begins", "second begins");
  }
}
