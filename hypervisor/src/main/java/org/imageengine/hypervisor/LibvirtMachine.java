package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.libvirt.Domain;
import org.libvirt.event.StoppedDetail;

/** A VM under libvirt. It is looked up for every call, so a restart of libvirt does no harm. */
final class LibvirtMachine implements VirtualMachine {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration PRESS_AGAIN = Duration.ofSeconds(10);

  private static final Duration EVENT = Duration.ofMillis(500);

  /** Events come at once; this is for those that a restart of libvirt has swallowed. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private final LibvirtConnection connection;
  private final String name;
  private final String uuid;

  LibvirtMachine(LibvirtConnection connection, String name, String uuid) {
    this.connection = connection;
    this.name = name;
    this.uuid = uuid;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean running() throws HypervisorException {
    return call("look at VM " + name, domain -> domain.isActive() == 1).orElse(false);
  }

  @Override
  public void requestShutdown() throws HypervisorException {
    var unused =
        call(
            "shut down VM " + name,
            domain -> {
              domain.shutdown();
              return true;
            });
  }

  @Override
  public void awaitShutdown(Duration limit) throws HypervisorException, InterruptedException {
    await(limit, Optional.of(PRESS_AGAIN), "after its power button was pressed");
  }

  @Override
  public void awaitPowerOff(Duration limit) throws HypervisorException, InterruptedException {
    await(limit, Optional.empty(), "after it was left to turn itself off");
  }

  private void await(Duration limit, Optional<Duration> pressEvery, String since)
      throws HypervisorException, InterruptedException {
    long begin = System.nanoTime();
    long nextPress = pressEvery.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    String lastError = "";
    while (true) {
      long left = limit.toNanos() - (System.nanoTime() - begin);
      Duration turn = Duration.ofNanos(Math.min(POLL.toNanos(), Math.max(0, left)));
      Optional<StoppedDetail> stop = connection.events().await(uuid, turn);
      if (stop.isEmpty()) {
        try {
          if (System.nanoTime() - begin >= nextPress) {
            nextPress += pressEvery.orElseThrow().toNanos();
            requestShutdown();
          }
          if (!running()) {
            stop = Optional.of(connection.events().await(uuid, POLL).orElse(StoppedDetail.UNKNOWN));
          }
        } catch (HypervisorException e) {
          // Perhaps libvirt is being restarted; the guest shuts down all the same.
          lastError = " Last error: " + e.getMessage();
        }
      }
      if (stop.isPresent()) {
        check(stop.get());
        return;
      }
      if (left <= 0) {
        throw new HypervisorException(
            Code.SHUTDOWN_TIMEOUT,
            "VM "
                + name
                + " was still running "
                + limit.toSeconds()
                + " s "
                + since
                + "."
                + lastError);
      }
    }
  }

  private void check(StoppedDetail detail) throws HypervisorException {
    if (detail == StoppedDetail.SHUTDOWN) {
      return;
    }
    String how =
        switch (detail) {
          case DESTROYED -> "was destroyed before it had shut down";
          case CRASHED -> "crashed";
          case FAILED -> "ended because QEMU failed";
          case UNKNOWN -> "is gone, and libvirt does not tell why";
          default -> "stopped without shutting down (" + detail + ")";
        };
    throw new HypervisorException(
        Code.STOPPED_UNEXPECTEDLY, "VM " + name + " " + how + "; its disk may not be whole.");
  }

  @Override
  public void destroy() throws HypervisorException {
    var unused =
        call(
            "destroy VM " + name,
            domain -> {
              domain.destroy();
              return true;
            });
  }

  @Override
  public void screenshot(Path png) throws HypervisorException {
    Optional<byte[]> image;
    try {
      image =
          connection.call(
              "screenshot of VM " + name,
              ANSWER,
              connect ->
                  Domains.withUuid(
                      connect, uuid, (Domain domain) -> Screenshot.take(connect, domain)));
    } catch (HypervisorException e) {
      throw new HypervisorException(Code.SCREENSHOT_FAILED, e.getMessage(), e);
    }
    Screenshot.write(
        image.orElseThrow(
            () ->
                new HypervisorException(
                    Code.SCREENSHOT_FAILED, "VM " + name + " has stopped; it has no screen.")),
        png);
  }

  @Override
  public Optional<Duration> save(Path memory, Path overlay, Duration limit)
      throws HypervisorException, InterruptedException {
    boolean isSaved = false;
    try {
      Optional<Boolean> saved =
          connection.callInterruptibly(
              "save VM " + name,
              limit,
              connect ->
                  Domains.withUuid(
                      connect,
                      uuid,
                      domain -> {
                        String xml = SnapshotXml.of(domain.getXMLDesc(0), memory, overlay);
                        domain.snapshotCreateXML(xml, SnapshotXml.FLAGS).free();
                        return true;
                      }));
      isSaved = saved.isPresent();
    } catch (HypervisorException e) {
      throw new HypervisorException(Code.SAVE_FAILED, e.getMessage(), e);
    } finally {
      if (!isSaved) {
        abortSave(memory);
      }
    }
    if (!isSaved) {
      throw new HypervisorException(Code.SAVE_FAILED, "VM " + name + " has stopped.");
    }
    return connection.pauses().take(uuid, EVENT);
  }

  /** A save that still goes on, as after an interrupt, ends; its file is no use to anybody. */
  private void abortSave(Path memory) {
    try {
      var unused =
          call(
              "stop saving VM " + name,
              domain -> {
                domain.abortJob();
                return true;
              });
    } catch (HypervisorException e) {
      // There is nothing to stop, which is the usual case.
    }
    try {
      Files.deleteIfExists(memory);
    } catch (IOException e) {
      // It is in a directory that whoever asked for it removes.
    }
  }

  private <T> Optional<T> call(String what, Domains.Action<T> action) throws HypervisorException {
    return connection.call(what, ANSWER, connect -> Domains.withUuid(connect, uuid, action));
  }

  @Override
  public void close() {
    // Handles are freed after each call.
  }
}
