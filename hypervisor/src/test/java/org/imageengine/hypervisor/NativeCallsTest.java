package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class NativeCallsTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void waitsOnAnInterruptedThreadAndLeavesItInterrupted() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Future<String> call =
        NativeCalls.submit(
            () -> {
              release.await();
              return "done";
            });
    Thread.currentThread().interrupt();
    release.countDown();

    assertThat(NativeCalls.await(call, LONG)).isEqualTo("done");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void goesOnWithoutACallThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    Future<?> call =
        NativeCalls.submit(
            () -> {
              never.await();
              return "never";
            });

    assertThatThrownBy(() -> NativeCalls.await(call, Duration.ofMillis(50)))
        .isInstanceOf(TimeoutException.class);
    never.countDown();
  }

  @Test
  void passesFailuresOn() {
    Future<?> call =
        NativeCalls.submit(
            () -> {
              throw new IllegalStateException("broken");
            });

    assertThatThrownBy(() -> NativeCalls.await(call, LONG))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("broken");
  }
}
