package org.imageengine.hypervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One VM that was started. Safe for use by several threads. */
public interface VirtualMachine extends AutoCloseable {

  /** The name it was started with. */
  String name();

  /** False once it has stopped, by whatever cause. */
  boolean running() throws HypervisorException;

  /** Presses the power button (ACPI). Does nothing if the VM has stopped. */
  void requestShutdown() throws HypervisorException;

  /**
   * Waits until the guest has turned itself off, without a request: for a guest that was told to
   * from within.
   *
   * @throws HypervisorException as {@link #awaitShutdown}
   */
  void awaitPowerOff(Duration limit) throws HypervisorException, InterruptedException;

  /**
   * Waits until the guest has turned itself off after a request. The power button is pressed again
   * every 10 seconds, as a guest that is still booting does not notice it.
   *
   * @throws HypervisorException {@code STOPPED_UNEXPECTEDLY} if it crashed or was destroyed, so
   *     that its disk may not be whole; {@code SHUTDOWN_TIMEOUT} if it is still running after
   *     {@code limit}
   */
  void awaitShutdown(Duration limit) throws HypervisorException, InterruptedException;

  /** Turns it off at once. Does nothing if it has stopped. Works on an interrupted thread. */
  void destroy() throws HypervisorException;

  /**
   * Writes what the screen shows as a PNG file.
   *
   * @throws HypervisorException {@code SCREENSHOT_FAILED}; no file is left then
   */
  void screenshot(Path png) throws HypervisorException;

  /**
   * Saves the guest as it is now: its memory to a file, and its disk by leaving the overlay as it
   * is and going on with a new one. The guest goes on running meanwhile, and stands still only for
   * the last of its memory.
   *
   * @param memory a new file; it holds all that is in the guest's memory, so mode 0600
   * @param overlay an overlay on the present OS disk, which the guest goes on with
   * @param limit how long all of it may take
   * @return how long the guest stood still, if libvirt has told
   * @throws HypervisorException {@code SAVE_FAILED}; the guest goes on as before then, and no file
   *     is left in {@code memory}
   */
  Optional<Duration> save(Path memory, Path overlay, Duration limit)
      throws HypervisorException, InterruptedException;

  /** Frees what this object holds. The VM goes on running. */
  @Override
  void close();
}
