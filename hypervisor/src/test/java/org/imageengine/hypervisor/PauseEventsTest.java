package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.libvirt.event.DomainEventType;

class PauseEventsTest {
  private final PauseEvents events = new PauseEvents();

  @Test
  void tellsHowLongAVmStoodStillOnce() throws Exception {
    events.record("a", DomainEventType.SUSPENDED, 1_000_000_000L);
    events.record("b", DomainEventType.RESUMED, 1_100_000_000L);
    events.record("a", DomainEventType.RESUMED, 1_250_000_000L);

    assertThat(events.take("a", Duration.ZERO)).contains(Duration.ofMillis(250));
    assertThat(events.take("a", Duration.ZERO)).isEmpty();
    assertThat(events.take("b", Duration.ofMillis(10))).isEmpty();
  }

  @Test
  void forgetsWhatHasStopped() throws Exception {
    events.record("a", DomainEventType.SUSPENDED, 0);
    events.record("a", DomainEventType.RESUMED, 1);
    events.record("a", DomainEventType.STOPPED, 2);
    assertThat(events.take("a", Duration.ZERO)).isEmpty();
  }
}
