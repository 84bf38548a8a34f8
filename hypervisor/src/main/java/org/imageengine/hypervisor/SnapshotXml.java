package org.imageengine.hypervisor;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Describes to libvirt how a running VM is saved. */
final class SnapshotXml {
  private static final int NO_METADATA = 1 << 2;
  private static final int REUSE_EXTERNAL = 1 << 5;
  private static final int ATOMIC = 1 << 7;
  private static final int LIVE = 1 << 8;

  /**
   * libvirt keeps no record of it, takes the overlay that is there, does all or nothing, and lets
   * the guest run meanwhile.
   */
  static final int FLAGS = NO_METADATA | REUSE_EXTERNAL | ATOMIC | LIVE;

  private SnapshotXml() {}

  /**
   * The OS disk goes on with an overlay; what is read-only, the seed, is left alone.
   *
   * @param domain libvirt's description of the VM, which tells the names of the disks
   */
  static String of(String domain, Path memory, Path overlay) throws HypervisorException {
    StringBuilder disks = new StringBuilder();
    NodeList all = disks(domain);
    for (int index = 0; index < all.getLength(); index++) {
      Element disk = (Element) all.item(index);
      Element target = (Element) disk.getElementsByTagName("target").item(0);
      String name = DomainXml.escape(target.getAttribute("dev"));
      disks.append(
          disk.getElementsByTagName("readonly").getLength() > 0
              ? "    <disk name='" + name + "' snapshot='no'/>\n"
              : onto(name, overlay));
    }
    return """
        <domainsnapshot>
          <memory snapshot='external' file='%s'/>
          <disks>
        %s  </disks>
        </domainsnapshot>
        """
        .formatted(DomainXml.escape(memory), disks);
  }

  private static String onto(String name, Path overlay) {
    return """
            <disk name='%s' snapshot='external'>
              <driver type='qcow2'/>
              <source file='%s'/>
            </disk>
        """
        .formatted(name, DomainXml.escape(overlay));
  }

  private static NodeList disks(String domain) throws HypervisorException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // One that throws, where the default one also prints.
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(new InputSource(new StringReader(domain))).getElementsByTagName("disk");
    } catch (SAXException | ParserConfigurationException | IOException e) {
      throw new HypervisorException(
          Code.SAVE_FAILED, "libvirt's description of the VM cannot be read: " + e.getMessage(), e);
    }
  }
}
