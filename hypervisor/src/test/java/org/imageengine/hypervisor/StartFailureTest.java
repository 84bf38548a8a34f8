package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.imageengine.hypervisor.HypervisorException.Code;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libvirt and QEMU say is quoted from libvirt 9.0 and QEMU 7.2. */
class StartFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "internal error: process exited while connecting to monitor: qemu-system-x86_64: -netdev"
            + " user,id=n0: Could not set up host forwarding rule 'tcp:127.0.0.1:22201-:22'"
            + "|PORT_TAKEN|Port 22201 on 127.0.0.1 is in use; VM vm-1 was not started.",
        "Could not access KVM kernel module: Permission denied"
            + "|START_FAILED|VM vm-1 was not started: Could not access KVM kernel module:"
            + " Permission denied. libvirt's user must be able to open /dev/kvm: chgrp kvm"
            + " /dev/kvm; chmod 660 /dev/kvm",
        "Failed to connect socket to '/run/libvirt/virtlogd-sock': No such file or directory"
            + "|START_FAILED|VM vm-1 was not started: Failed to connect socket to"
            + " '/run/libvirt/virtlogd-sock': No such file or directory. Is virtlogd running?"
            + " Start it: virtlogd -d",
        "Could not open '/x/disk.qcow2': Permission denied"
            + "|START_FAILED|VM vm-1 was not started: Could not open '/x/disk.qcow2': Permission"
            + " denied. libvirt's user must be able to search every folder above the VM's files",
        "internal error: Could not run '/usr/bin/swtpm_setup'. exitstatus: 1; Check error log"
            + " '/x/vm-1-swtpm.log' for details."
            + "|START_FAILED|VM vm-1 was not started: internal error: Could not run"
            + " '/usr/bin/swtpm_setup'. exitstatus: 1; Check error log '/x/vm-1-swtpm.log' for"
            + " details. Where it says that rights are needed in /var/lib/swtpm-localca: chown -R"
            + " --reference=/var/lib/swtpm-localca /var/lib/swtpm-localca",
        "error writing: No space left on device"
            + "|DISK_FULL|VM vm-1 was not started: error writing: No space left on device",
        "operation failed: domain 'vm-1' already exists"
            + "|START_FAILED|VM vm-1 was not started: operation failed: domain 'vm-1' already"
            + " exists",
      })
  void isToldWithAdvice(String said, Code code, String message) {
    HypervisorException failure = StartFailure.explain(DomainXmlTest.SPEC, new Exception(said));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure).hasMessage(message);
  }
}
