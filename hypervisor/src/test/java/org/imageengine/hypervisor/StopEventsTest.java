package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.libvirt.event.StoppedDetail;

@Timeout(20)
class StopEventsTest {
  private final StopEvents events = new StopEvents();

  @Test
  void remembersAStopThatNobodyWaitedFor() throws Exception {
    events.record("a", StoppedDetail.CRASHED);

    assertThat(events.await("a", Duration.ZERO)).contains(StoppedDetail.CRASHED);
    assertThat(events.await("b", Duration.ofMillis(20))).isEmpty();
  }

  @Test
  void wakesWhoWaits() throws Exception {
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> events.record("a", StoppedDetail.SHUTDOWN));

    assertThat(events.await("a", Duration.ofSeconds(10))).contains(StoppedDetail.SHUTDOWN);
    other.join();
  }

  @Test
  void forgetsTheOldest() throws Exception {
    for (int i = 0; i <= 1000; i++) {
      events.record("vm" + i, StoppedDetail.SHUTDOWN);
    }

    assertThat(events.await("vm0", Duration.ZERO)).isEmpty();
    assertThat(events.await("vm1", Duration.ZERO)).isPresent();
  }

  @Test
  void stopsOnInterruption() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> events.await("a", Duration.ofSeconds(10)))
        .isInstanceOf(InterruptedException.class);
  }
}
