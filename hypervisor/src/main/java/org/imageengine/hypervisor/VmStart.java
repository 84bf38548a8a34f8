package org.imageengine.hypervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.libvirt.Domain;

/** One attempt to start a VM: either it runs afterwards, or nothing of it is left. */
final class VmStart {
  /** A second is usual. libvirt that examines QEMU first, on a slow host, takes more than one. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration UNDO_LIMIT = Duration.ofSeconds(20);
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final LibvirtConnection connection;
  private final VmSpec spec;
  private final Optional<Path> memory;

  /**
   * A start that has not begun.
   *
   * @param memory what was saved of a VM, if it is to go on from there
   */
  VmStart(LibvirtConnection connection, VmSpec spec, Optional<Path> memory) {
    this.connection = connection;
    this.spec = spec;
    this.memory = memory;
  }

  VirtualMachine run() throws HypervisorException, InterruptedException {
    refuseIfRunning();
    refuseWithoutTpm();
    boolean started = false;
    try {
      createPrivate(spec.serialLog());
      String uuid = memory.isPresent() ? restore(memory.get()) : boot();
      LibvirtMachine machine = new LibvirtMachine(connection, spec.name(), uuid);
      started = true;
      return machine;
    } catch (IOException e) {
      throw new HypervisorException(
          Code.START_FAILED,
          "The files of VM " + spec.name() + " cannot be made: " + e.getMessage(),
          e);
    } finally {
      if (!started) {
        removeVariables();
      }
    }
  }

  private String boot() throws HypervisorException, IOException, InterruptedException {
    String xml = DomainXml.of(spec, firmware(), sharedBacking(), runAs());
    return create(
        connect -> {
          Domain domain = connect.domainCreateXML(xml, 0);
          try {
            return domain.getUUIDString();
          } finally {
            domain.free();
          }
        });
  }

  private String restore(Path saved) throws HypervisorException, InterruptedException {
    String uuid = new SavedVm(saved).retarget(spec, sharedBacking());
    return create(
        connect -> {
          connect.restore(saved.toString());
          return uuid;
        });
  }

  /** libvirt would refuse too, but after the files of the running VM had been touched. */
  private void refuseIfRunning() throws HypervisorException, InterruptedException {
    Optional<String> running =
        connection.callInterruptibly(
            "look for VM " + spec.name(),
            UNDO_LIMIT,
            connect -> Domains.activeUuid(connect, spec.name()));
    if (running.isPresent()) {
      throw new HypervisorException(
          Code.START_FAILED, "A VM named " + spec.name() + " is running already.");
    }
  }

  /** libvirt's own message says neither what is missing nor where it is. */
  private void refuseWithoutTpm() throws HypervisorException {
    if (spec.hardware().tpm() && !TpmEmulator.isInstalled()) {
      throw new HypervisorException(
          Code.TOOL_MISSING,
          "VM "
              + spec.name()
              + " is to have a TPM, and this host has no emulator of one; it is in the packages "
              + TpmEmulator.PACKAGES
              + ".");
    }
  }

  private Optional<UefiFirmware> firmware() throws HypervisorException, IOException {
    if (spec.firmware() == Firmware.BIOS) {
      return Optional.empty();
    }
    boolean isSecure = spec.hardware().secureBoot();
    UefiFirmware firmware =
        UefiFirmware.find(isSecure)
            .orElseThrow(
                () ->
                    new HypervisorException(
                        Code.FIRMWARE_MISSING,
                        "This host has no UEFI firmware "
                            + (isSecure ? "with Secure Boot and Microsoft's keys " : "")
                            + "for VMs; it is in the package ovmf."));
    removeVariables();
    createPrivate(spec.nvram());
    Files.write(spec.nvram(), Files.readAllBytes(firmware.variables()));
    return Optional.of(firmware);
  }

  private void removeVariables() {
    if (spec.firmware() == Firmware.UEFI) {
      try {
        Files.deleteIfExists(spec.nvram());
      } catch (IOException e) {
        // Half a MiB of defaults; the directory it is in is removed by whoever made it.
      }
    }
  }

  /** Made by us, so that it is ours to read: libvirt would make it for its own user alone. */
  private static void createPrivate(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, PRIVATE);
    }
  }

  private Optional<UnixIds> runAs() {
    return spec.runAsCaller() && QemuAccess.isSystem(connection.uri())
        ? Optional.of(UnixIds.ofThisProcess())
        : Optional.empty();
  }

  /**
   * Left to itself, libvirt gives every file of the chain to its own user, and does not give
   * backing files back. Source images are shared and not ours to change.
   */
  private List<BackingFile> sharedBacking() throws HypervisorException, InterruptedException {
    if (spec.runAsCaller() || !QemuAccess.isSystem(connection.uri())) {
      return List.of();
    }
    List<BackingFile> chain = new QemuImg().backingChain(spec.osDisk(), DiskFormat.QCOW2);
    return chain.stream().allMatch(file -> QemuAccess.everybodyReads(file.path()))
        ? chain
        : List.of();
  }

  private String create(LibvirtConnection.Call<String> call)
      throws HypervisorException, InterruptedException {
    Future<String> future = connection.begin(call);
    try {
      return future.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw StartFailure.explain(spec, connection, e.getCause());
    } catch (TimeoutException e) {
      abandon(future);
      throw new HypervisorException(
          Code.START_FAILED,
          "libvirt did not start VM " + spec.name() + " within " + LIMIT.toSeconds() + " s.");
    } catch (InterruptedException e) {
      abandon(future);
      throw e;
    }
  }

  /** Stops a start that is under way, and makes sure that it does not succeed behind our back. */
  private void abandon(Future<String> future) {
    destroy();
    try {
      var unused = NativeCalls.await(future, UNDO_LIMIT);
      destroy();
    } catch (ExecutionException e) {
      // It has failed, as it should.
    } catch (TimeoutException e) {
      // libvirt hangs. If it comes back while this process lives, this will still undo it.
      var unused =
          NativeCalls.submit(
              () -> {
                var started = future.get();
                destroy();
                return started;
              });
    }
  }

  private void destroy() {
    try {
      var unused =
          connection.call(
              "destroy VM " + spec.name(),
              UNDO_LIMIT,
              connect -> Domains.destroyNamed(connect, spec.name()));
    } catch (HypervisorException e) {
      // The caller hears of what led here, and destroys what it owns by name once more.
    }
  }
}
