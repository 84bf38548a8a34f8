package org.imageengine.hypervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Describes a VM to libvirt. */
final class DomainXml {
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
    return """
        <domain type='%s' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>%s</name>
          <metadata>
            %s
          </metadata>
          <memory unit='MiB'>%d</memory>
          <vcpu>%d</vcpu>
          <os>
            <type arch='x86_64' machine='q35'>hvm</type>
        %s    <boot dev='hd'/>
          </os>
          <features>
            <acpi/>
            <apic/>
          </features>
          <cpu mode='%s'/>
          <clock offset='utc'/>
          <on_poweroff>destroy</on_poweroff>
          <on_reboot>restart</on_reboot>
          <on_crash>destroy</on_crash>
          <devices>
        %s%s%s  </devices>
        %s%s</domain>
        """
        .formatted(
            spec.accelerator() == Accelerator.KVM ? "kvm" : "qemu",
            escape(spec.name()),
            DomainMetadata.write(spec.tag()),
            spec.memoryMiB(),
            spec.cpus(),
            firmware.map(uefi -> flash(uefi, spec.nvram())).orElse(""),
            spec.accelerator() == Accelerator.KVM ? "host-passthrough" : "maximum",
            osDisk(spec.osDisk(), sharedBacking),
            seed(spec.seed()),
            otherDevices(spec.serialLog()),
            runAs.map(DomainXml::label).orElse(""),
            network(spec.sshPort()));
  }

  private static String flash(UefiFirmware firmware, Path nvram) {
    return """
            <loader readonly='yes' type='pflash'>%s</loader>
            <nvram>%s</nvram>
        """
        .formatted(escape(firmware.code()), escape(nvram));
  }

  /**
   * {@code cache='unsafe'} ignores the guest's flushes. The disk belongs to one build: if this host
   * loses power, the build is over; and who reads the file after the VM has stopped reads through
   * the page cache that QEMU wrote to.
   */
  private static String osDisk(Path disk, List<BackingFile> sharedBacking) {
    return """
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='unsafe' discard='unmap' detect_zeroes='unmap'/>
              <source file='%s'/>
        %s      <target dev='vda' bus='virtio'/>
            </disk>
        """
        .formatted(escape(disk), backing(sharedBacking));
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

  /** A virtio disk and not a CD-ROM, as Debian's cloud kernel has no driver for the latter. */
  private static String seed(Path seed) {
    return """
            <disk type='file' device='disk'>
              <driver name='qemu' type='raw'/>
              <source file='%s'/>
              <target dev='vdb' bus='virtio'/>
              <readonly/>
            </disk>
        """
        .formatted(escape(seed));
  }

  /** The video device is what a screenshot needs; without graphics nothing listens anywhere. */
  private static String otherDevices(Path serialLog) {
    return """
            <controller type='usb' model='none'/>
            <serial type='file'>
              <source path='%s' append='on'/>
              <target port='0'/>
            </serial>
            <video>
              <model type='vga'/>
            </video>
            <memballoon model='none'/>
            <rng model='virtio'>
              <backend model='random'>/dev/urandom</backend>
            </rng>
            <panic model='isa'/>
        """
        .formatted(escape(serialLog));
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
  private static String network(int sshPort) {
    return """
          <qemu:commandline>
            <qemu:arg value='-netdev'/>
            <qemu:arg value='%s'/>
            <qemu:arg value='-device'/>
            <qemu:arg value='virtio-net-pci,netdev=n0,bus=pcie.0,addr=0x1e,romfile='/>
          </qemu:commandline>
        """
        .formatted(netdev(sshPort));
  }

  /** QEMU's user-mode network, with that port of the loopback leading to the guest's SSH server. */
  static String netdev(int sshPort) {
    return "user,id=n0,hostfwd=tcp:127.0.0.1:" + sshPort + "-:22";
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
