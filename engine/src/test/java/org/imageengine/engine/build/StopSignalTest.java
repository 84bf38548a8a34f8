package org.imageengine.engine.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  private final StopSignal signal = new StopSignal(Thread.currentThread());

  @Test
  void theFirstReasonStandsAndIsTold() {
    List<StopSignal.Reason> told = new ArrayList<>();
    signal.onStop(told::add);
    signal.stop(StopSignal.Reason.TIMED_OUT);
    signal.stop(StopSignal.Reason.CANCELED);

    assertThat(signal.reason()).contains(StopSignal.Reason.TIMED_OUT);
    assertThat(told).containsExactly(StopSignal.Reason.TIMED_OUT);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nothingInterruptsTheCleaningUp() {
    signal.stop(StopSignal.Reason.CANCELED);
    signal.close();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    StopSignal other = new StopSignal(Thread.currentThread());
    other.close();
    other.stop(StopSignal.Reason.TIMED_OUT);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(other.reason()).isEmpty();
  }

  @Test
  void theClockStopsABuildThatGoesOn() {
    try (BuildClock clock = new BuildClock(Duration.ofMillis(50), signal)) {
      assertThatThrownBy(() -> Thread.sleep(20_000)).isInstanceOf(InterruptedException.class);
      assertThat(signal.reason()).contains(StopSignal.Reason.TIMED_OUT);
      assertThat(clock.left()).isEqualTo(Duration.ofMillis(1));
    }
  }

  @Test
  void aWaitIsNeverLongerThanTheBuild() {
    try (BuildClock clock = new BuildClock(Duration.ofMinutes(10), signal)) {
      assertThat(clock.within(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
      assertThat(clock.within(Duration.ofHours(1))).isLessThanOrEqualTo(Duration.ofMinutes(10));
    }
  }
}
