package org.imageengine.hypervisor;

import org.imageengine.hypervisor.HypervisorException.Code;

/** Tells why a VM did not start, from what libvirt and QEMU say. */
final class StartFailure {
  private StartFailure() {}

  static HypervisorException explain(VmSpec spec, LibvirtConnection connection, Throwable cause) {
    HypervisorException plain = connection.failure("start VM " + spec.name(), cause);
    return plain.code() == Code.INTERNAL ? explain(spec, cause) : plain;
  }

  static HypervisorException explain(VmSpec spec, Throwable cause) {
    String said = String.valueOf(cause.getMessage()).strip();
    if (said.contains("Could not set up host forwarding rule")) {
      return new HypervisorException(
          Code.PORT_TAKEN,
          "Port "
              + spec.hostPort()
              + " on 127.0.0.1 is in use; VM "
              + spec.name()
              + " was not started.",
          cause);
    }
    return new HypervisorException(
        code(said), "VM " + spec.name() + " was not started: " + said + advice(spec, said), cause);
  }

  private static Code code(String said) {
    return said.contains("No space left on device") ? Code.DISK_FULL : Code.START_FAILED;
  }

  private static String advice(VmSpec spec, String said) {
    if (said.contains("virtlogd")) {
      return ". Is virtlogd running? Start it: virtlogd -d";
    }
    if (said.contains("access KVM kernel module") || said.contains("/dev/kvm")) {
      return ". libvirt's user must be able to open /dev/kvm: chgrp kvm /dev/kvm; chmod 660"
          + " /dev/kvm";
    }
    if (said.contains("swtpm_setup")) {
      return " Where it says that rights are needed in "
          + TpmEmulator.AUTHORITY
          + ": "
          + TpmEmulator.REMEDY;
    }
    if (said.contains("Permission denied") && !spec.runAsCaller()) {
      return ". libvirt's user must be able to search every folder above the VM's files";
    }
    return "";
  }
}
