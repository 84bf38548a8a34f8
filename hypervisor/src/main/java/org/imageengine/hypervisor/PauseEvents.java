package org.imageengine.hypervisor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.event.DomainEvent;
import org.libvirt.event.DomainEventType;
import org.libvirt.event.LifecycleListener;

/** Remembers how long VMs stood still, as libvirt tells when one is suspended and resumed. */
final class PauseEvents implements LifecycleListener {
  private final Map<String, Long> suspended = new HashMap<>();
  private final Map<String, Duration> pauses = new HashMap<>();

  /** Called on the event loop's thread, so it must not call libvirt for anything that waits. */
  @Override
  public int onLifecycleChange(Domain domain, DomainEvent event) {
    try {
      record(domain.getUUIDString(), event.getType(), System.nanoTime());
      domain.free();
    } catch (LibvirtException e) {
      // Then this pause is not known.
      return 0;
    }
    return 0;
  }

  synchronized void record(String uuid, DomainEventType type, long nanos) {
    if (type == DomainEventType.SUSPENDED) {
      suspended.put(uuid, nanos);
    } else if (type == DomainEventType.RESUMED && suspended.containsKey(uuid)) {
      pauses.put(uuid, Duration.ofNanos(nanos - suspended.remove(uuid)));
      notifyAll();
    } else if (type == DomainEventType.STOPPED) {
      suspended.remove(uuid);
      pauses.remove(uuid);
    }
  }

  /** The last pause of a VM, which it then forgets; waits a little, as events come late. */
  synchronized Optional<Duration> take(String uuid, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!pauses.containsKey(uuid)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return Optional.of(pauses.remove(uuid));
  }
}
