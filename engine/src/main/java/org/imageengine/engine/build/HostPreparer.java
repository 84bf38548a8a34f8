package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.EngineConfig.QemuUser;
import org.imageengine.engine.plan.VmShape;
import org.imageengine.engine.run.Phase;
import org.imageengine.hypervisor.AcceleratorFinding;
import org.imageengine.hypervisor.AcceleratorProbe;
import org.imageengine.hypervisor.DiskTool;
import org.imageengine.hypervisor.Hypervisor;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.LibvirtHypervisor;
import org.imageengine.hypervisor.QemuAccess;

/** Makes sure, before any VM starts, that this host can run it. */
final class HostPreparer {
  private static final Path MEMORY = Path.of("/proc/meminfo");

  private final EngineConfig config;
  private final String user;
  private final DiskTool disks;
  private final BuildListener listener;

  HostPreparer(EngineConfig config, String user, DiskTool disks, BuildListener listener) {
    this.config = config;
    this.user = user;
    this.disks = disks;
    this.listener = listener;
  }

  /**
   * Connects to libvirt, chooses the accelerator and the user QEMU runs as.
   *
   * @param stateDirectory what QEMU must be able to reach
   */
  Host prepare(VmShape shape, Path stateDirectory)
      throws HypervisorException, EngineException, InterruptedException {
    checkMemory(shape);
    String uri = config.hypervisorUri(user);
    AcceleratorFinding accelerator = new AcceleratorProbe().choose(config.accelerator());
    listener.note(
        Phase.PREPARING,
        "Accelerator: "
            + accelerator.accelerator()
            + (accelerator.reason().isEmpty() ? "" : " (" + accelerator.reason() + ")"));
    boolean asCaller = runAsCaller(uri, stateDirectory);
    Hypervisor hypervisor =
        LibvirtHypervisor.connect(uri, config.duration(ConfigKey.TIMEOUTS_LIBVIRT));
    return new Host(hypervisor, disks, accelerator.accelerator(), asCaller);
  }

  private boolean runAsCaller(String uri, Path stateDirectory) throws EngineException {
    if (config.qemuUser() == QemuUser.CALLER) {
      return true;
    }
    Optional<String> reason = QemuAccess.callerNeeded(uri, stateDirectory);
    if (reason.isEmpty()) {
      return false;
    }
    if (config.qemuUser() == QemuUser.LIBVIRT) {
      throw new EngineException(
          ErrorKind.RESOURCE,
          "StateDirectoryOutOfReach",
          "QEMU runs as libvirt's own user and cannot reach the state directory: " + reason.get(),
          "Give others search permission (chmod o+x), choose another ENGINE_HOME, or set "
              + ConfigKey.HYPERVISOR_QEMU_USER.key()
              + " to auto.");
    }
    listener.note(
        Phase.PREPARING,
        "QEMU runs as " + user + ", because its own user cannot reach the images: " + reason.get());
    return true;
  }

  private void checkMemory(VmShape shape) throws EngineException {
    long totalMiB = memory("MemTotal:");
    if (totalMiB > 0 && shape.memoryMiB() > totalMiB) {
      throw new EngineException(
          ErrorKind.RESOURCE,
          "NotEnoughMemory",
          String.format(
              "%s needs %d MiB of memory; this host has %d MiB.",
              shape.size(), shape.memoryMiB(), totalMiB),
          "Choose a smaller vmProfile.vmSize.");
    }
    long availableMiB = memory("MemAvailable:");
    if (availableMiB > 0 && shape.memoryMiB() > availableMiB) {
      listener.warning(
          Phase.PREPARING,
          String.format(
              "%s has %d MiB of memory, and only %d MiB are free on this host now.",
              shape.size(), shape.memoryMiB(), availableMiB));
    }
  }

  /** A figure of /proc/meminfo in MiB; 0 where it is not known. */
  private static long memory(String name) {
    try {
      return Files.readAllLines(MEMORY).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .mapToLong(kib -> Long.parseLong(kib) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
