package io.ringmaster.node.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private final Turnstile underTest = new Turnstile(2);
  private final ConcurrentLinkedQueue<Integer> begun = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Integer>> errands = new ArrayList<>();

  private CompletionStage<Integer> pass(int number) {
    var errand = new CompletableFuture<Integer>();
    errands.add(errand);
    return underTest.pass(() -> {
      begun.add(number);
      return errand;
    });
  }

  private void awaitBegun(Integer... numbers) {
    Awaitility.await().untilAsserted(() -> assertThat(begun).containsExactly(numbers));
  }

  @Test
  void onlySoManyErrandsRunAndTheOthersFollowInTheirOrder() throws Exception {
    for (int i = 0; i < 5; i++) {
      var _ = pass(i);
    }
    assertThat(begun).containsExactly(0, 1);

    errands.get(1).complete(1);
    awaitBegun(0, 1, 2);
    errands.get(0).completeExceptionally(new IllegalStateException("down"));
    awaitBegun(0, 1, 2, 3);
    errands.get(2).complete(2);
    awaitBegun(0, 1, 2, 3, 4);
  }

  @Test
  void resultAndFailureAreThoseOfTheErrand() {
    var good = pass(0).toCompletableFuture();
    var bad = pass(1).toCompletableFuture();
    CompletableFuture<Integer> broken =
        underTest
            .<Integer>pass(() -> {
              throw new IllegalStateException("broken");
            })
            .toCompletableFuture();
    errands.get(0).complete(7);
    errands.get(1).completeExceptionally(new IllegalStateException("down"));

    assertThat(good).isCompletedWithValue(7);
    assertThat(bad).isCompletedExceptionally();
    assertThat(broken).failsWithin(5, TimeUnit.SECONDS);
  }

  @Test
  void thousandsThatEndAtOnceOverflowNoStack() throws Exception {
    var _ = pass(0);
    var _ = pass(1);
    var done = new AtomicInteger();
    var all = new ArrayList<CompletableFuture<Integer>>();
    for (int i = 0; i < 20_000; i++) {
      all.add(
          underTest
              .pass(() -> CompletableFuture.completedFuture(done.incrementAndGet()))
              .toCompletableFuture());
    }
    assertThat(done).hasValue(0);
    errands.get(0).complete(0);

    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    assertThat(done).hasValue(20_000);
  }
}
