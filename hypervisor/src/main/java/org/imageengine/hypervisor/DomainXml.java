package org.imageengine.hypervisor;

import java.util.List;
import java.util.Optional;

/** Describes a VM to libvirt. */
final class DomainXml {
  /**
   * What Windows asks Hyper-V to do instead of touching emulated hardware. {@code stimer} needs the
   * clock of Hyper-V, which is among the timers.
   */
  private static final String ENLIGHTENMENTS =
      """
          <hyperv mode='custom'>
            <relaxed state='on'/>
            <vapic state='on'/>
            <spinlocks state='on' retries='8191'/>
            <vpindex state='on'/>
            <synic state='on'/>
            <stimer state='on'/>
            <reset state='on'/>
            <frequencies state='on'/>
          </hyperv>
      """;

  /** Windows on a client goes to sleep when nobody has touched its mouse for half an hour. */
  private static final String NO_SLEEP =
      """
        <pm>
          <suspend-to-mem enabled='no'/>
          <suspend-to-disk enabled='no'/>
        </pm>
      """;

  private static final String RANDOM =
      """
          <rng model='virtio'>
            <backend model='random'>/dev/urandom</backend>
          </rng>
      """;

  private static final String TPM =
      """
          <tpm model='tpm-crb'>
            <backend type='emulator' version='2.0'/>
          </tpm>
      """;

  private DomainXml() {}

  /**
   * The description.
   *
   * @param firmware there if the VM starts by UEFI
   * @param sharedBacking what the OS disk is an overlay on, the nearest first, if libvirt's own
   *     user can read all of it as it is; empty to let libvirt find out and change owners
   * @param runAs the user QEMU runs as; empty for the one that libvirt is configured with
   */
  static String of(
      VmSpec spec,
      Optional<UefiFirmware> firmware,
      List<BackingFile> sharedBacking,
      Optional<UnixIds> runAs) {
    boolean isKvm = spec.accelerator() == Accelerator.KVM;
    Hardware hardware = spec.hardware();
    return """
        <domain type='%s' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>%s</name>
          <metadata>
            %s
          </metadata>
          <memory unit='MiB'>%d</memory>
          <vcpu>%d</vcpu>
          <os>
            <type arch='x86_64' machine='%s'>hvm</type>
        %s    <boot dev='hd'/>
          </os>
          <features>
            <acpi/>
            <apic/>
        %s%s  </features>
        %s%s  <on_poweroff>destroy</on_poweroff>
          <on_reboot>restart</on_reboot>
          <on_crash>destroy</on_crash>
        %s  <devices>
        %s%s%s  </devices>
        %s%s</domain>
        """
        .formatted(
            isKvm ? "kvm" : "qemu",
            escape(spec.name()),
            DomainMetadata.write(spec.tag()),
            spec.memoryMiB(),
            spec.cpus(),
            hardware.machine(),
            firmware.map(uefi -> flash(uefi, spec)).orElse(""),
            hardware.secureBoot() ? "    <smm state='on'/>\n" : "",
            hasHyperV(spec) ? ENLIGHTENMENTS : "",
            cpu(spec),
            clock(spec),
            hardware.forWindows() ? NO_SLEEP : "",
            osDisk(spec, sharedBacking),
            seed(spec),
            otherDevices(spec),
            runAs.map(DomainXml::label).orElse(""),
            network(spec));
  }

  private static boolean hasHyperV(VmSpec spec) {
    return spec.hardware().forWindows() && spec.accelerator() == Accelerator.KVM;
  }

  private static String cpu(VmSpec spec) {
    String mode = spec.accelerator() == Accelerator.KVM ? "host-passthrough" : "maximum";
    if (!spec.hardware().forWindows()) {
      return "  <cpu mode='" + mode + "'/>\n";
    }
    return """
          <cpu mode='%s'>
            <topology sockets='1' dies='1' cores='%d' threads='1'/>
          </cpu>
        """
        .formatted(mode, spec.cpus());
  }

  /** With {@code secure} the guest can change the variables only through the firmware. */
  private static String flash(UefiFirmware firmware, VmSpec spec) {
    return """
            <loader readonly='yes'%s type='pflash'>%s</loader>
            <nvram>%s</nvram>
        """
        .formatted(
            spec.hardware().secureBoot() ? " secure='yes'" : "",
            escape(firmware.code()),
            escape(spec.nvram()));
  }

  /**
   * Windows takes the clock for its local time; its zone is UTC, so the host's zone, which
   * libvirt's {@code localtime} would mean, has no part in it. The timers are those that Windows
   * keeps its time by best: ticks that were missed are made up for, and no HPET, which costs much.
   */
  private static String clock(VmSpec spec) {
    if (!spec.hardware().forWindows()) {
      return "  <clock offset='utc'/>\n";
    }
    return """
          <clock offset='timezone' timezone='UTC'>
            <timer name='rtc' tickpolicy='catchup'/>
            <timer name='pit' tickpolicy='delay'/>
            <timer name='hpet' present='no'/>
        %s  </clock>
        """
        .formatted(hasHyperV(spec) ? "    <timer name='hypervclock' present='yes'/>\n" : "");
  }

  /**
   * {@code cache='unsafe'} ignores the guest's flushes. The disk belongs to one build: if this host
   * loses power, the build is over; and who reads the file after the VM has stopped reads through
   * the page cache that QEMU wrote to.
   */
  private static String osDisk(VmSpec spec, List<BackingFile> sharedBacking) {
    return """
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='unsafe' discard='unmap' detect_zeroes='unmap'/>
              <source file='%s'/>
        %s      <target dev='%s' bus='%s'/>
            </disk>
        """
        .formatted(
            escape(spec.osDisk()),
            backing(sharedBacking),
            spec.hardware().osDiskTarget(),
            spec.hardware().diskBus().word());
  }

  /** What a disk is an overlay on, spelt out; nothing for an empty chain. */
  static String backing(List<BackingFile> sharedBacking) {
    StringBuilder chain = new StringBuilder();
    String indent = "      ";
    for (BackingFile file : sharedBacking) {
      chain.append(
          """
          <backingStore type='file'>
            <format type='%s'/>
            <source file='%s'>
              <seclabel model='dac' relabel='no'/>
            </source>
          """
              .formatted(file.format().driver(), escape(file.path()))
              .indent(indent.length()));
      indent += "  ";
    }
    if (!sharedBacking.isEmpty()) {
      chain.append(indent).append("<backingStore/>\n");
    }
    for (int i = 0; i < sharedBacking.size(); i++) {
      indent = indent.substring(2);
      chain.append(indent).append("</backingStore>\n");
    }
    return chain.toString();
  }

  private static String seed(VmSpec spec) {
    boolean isDisk = spec.hardware().seed() == SeedMedium.VIRTIO_DISK;
    boolean isIde = spec.hardware().diskBus() == DiskBus.IDE;
    return """
            <disk type='file' device='%s'>
              <driver name='qemu' type='raw'/>
              <source file='%s'/>
              <target dev='%s' bus='%s'/>
              <readonly/>
            </disk>
        """
        .formatted(
            isDisk ? "disk" : "cdrom",
            escape(spec.seed()),
            isDisk ? "vdb" : isIde ? "hdc" : "sdb",
            isDisk ? "virtio" : isIde ? "ide" : "sata");
  }

  /** The video device is what a screenshot needs; without graphics nothing listens anywhere. */
  private static String otherDevices(VmSpec spec) {
    Hardware hardware = spec.hardware();
    return """
        %s    <controller type='usb' model='none'/>
            <serial type='file'>
              <source path='%s' append='on'/>
              <target port='0'/>
            </serial>
            <video>
              <model type='vga'/>
            </video>
            <memballoon model='none'/>
        %s%s%s"""
        .formatted(
            hardware.diskBus() == DiskBus.SCSI
                ? "    <controller type='scsi' model='virtio-scsi'/>\n"
                : "",
            escape(spec.serialLog()),
            hardware.hasVirtio() ? RANDOM : "",
            hardware.tpm() ? TPM : "",
            panic(spec));
  }

  /**
   * Tells libvirt of a crash. Windows has a driver for none of it but Hyper-V's, and would show a
   * device that it does not know.
   */
  private static String panic(VmSpec spec) {
    if (!spec.hardware().forWindows()) {
      return "    <panic model='isa'/>\n";
    }
    return hasHyperV(spec) ? "    <panic model='hyperv'/>\n" : "";
  }

  private static String label(UnixIds user) {
    return """
          <seclabel type='static' model='dac' relabel='no'>
            <label>+%d:+%d</label>
          </seclabel>
        """
        .formatted(user.uid(), user.gid());
  }

  /**
   * User-mode networking on the command line, as libvirt has no element for a forwarded port that
   * works everywhere. Without its ROM the NIC does not try to boot from the network. The slot is
   * one that libvirt does not give to its own devices.
   */
  private static String network(VmSpec spec) {
    return """
          <qemu:commandline>
            <qemu:arg value='-netdev'/>
            <qemu:arg value='%s'/>
            <qemu:arg value='-device'/>
            <qemu:arg value='%s,netdev=n0,bus=%s,addr=0x1e,romfile='/>
          </qemu:commandline>
        """
        .formatted(
            netdev(spec),
            spec.hardware().nicModel().device(),
            spec.hardware().machine().equals("q35") ? "pcie.0" : "pci.0");
  }

  /** QEMU's user-mode network, with a port of the loopback leading to one of the guest. */
  static String netdev(VmSpec spec) {
    return "user,id=n0,hostfwd=tcp:127.0.0.1:" + spec.hostPort() + "-:" + spec.guestPort();
  }

  /** As text or attribute value of XML. */
  static String escape(Object value) {
    String text = value.toString();
    if (text.chars().anyMatch(c -> c < ' ' || c == 0xFFFE || c == 0xFFFF)) {
      throw new IllegalArgumentException("Not for XML: " + text);
    }
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&apos;")
        .replace("\"", "&quot;");
  }
}
