package org.imageengine.hypervisor;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.libvirt.event.DomainEvent;
import org.libvirt.event.DomainEventType;
import org.libvirt.event.LifecycleListener;
import org.libvirt.event.StoppedDetail;

/**
 * Remembers how VMs have stopped. libvirt tells it once, as an event, and nobody can ask for it
 * later: a transient VM that has stopped is gone.
 */
final class StopEvents implements LifecycleListener {
  private static final int REMEMBERED = 1000;

  private final Map<String, StoppedDetail> stops =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StoppedDetail> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Called on the event loop's thread, so it must not call libvirt for anything that waits. */
  @Override
  public int onLifecycleChange(Domain domain, DomainEvent event) {
    try {
      if (event.getType() == DomainEventType.STOPPED) {
        StoppedDetail detail = event.getDetail();
        record(domain.getUUIDString(), detail);
      }
      domain.free();
    } catch (LibvirtException e) {
      // Without an event, who waits finds by polling that the VM is gone.
    }
    return 0;
  }

  synchronized void record(String uuid, StoppedDetail detail) {
    stops.put(uuid, detail);
    notifyAll();
  }

  /** Waits until that VM has stopped, and tells how; empty if it has not within {@code limit}. */
  synchronized Optional<StoppedDetail> await(String uuid, Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!stops.containsKey(uuid)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return Optional.of(stops.get(uuid));
  }
}
