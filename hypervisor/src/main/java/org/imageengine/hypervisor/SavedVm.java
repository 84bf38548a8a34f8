package org.imageengine.hypervisor;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The file into which libvirt saves a running VM: a header, the VM's description, a cookie, room
 * for a longer description, and the memory. libvirt refuses to start such a VM under another name;
 * so the description is rewritten in place, which leaves the memory where it is.
 *
 * <p>The header is {@code LibvirtQemudSave} and 19 numbers of 4 bytes, the lowest first: version,
 * length of all between header and memory, whether it was running, compression, offset of the
 * cookie.
 */
final class SavedVm {
  private static final byte[] MAGIC = "LibvirtQemudSave".getBytes(StandardCharsets.US_ASCII);
  private static final int NUMBERS = 19;
  private static final int HEADER = MAGIC.length + NUMBERS * Integer.BYTES;
  private static final int LENGTH_AT = MAGIC.length + Integer.BYTES;
  static final int COMPRESSION_AT = MAGIC.length + 3 * Integer.BYTES;
  private static final int COOKIE_AT = MAGIC.length + 4 * Integer.BYTES;
  private static final int VERSION = 2;
  private static final int MOST_DATA = 16 << 20;
  private static final String QEMU = "http://libvirt.org/schemas/domain/qemu/1.0";

  private final Path file;

  SavedVm(Path file) {
    this.file = file;
  }

  /**
   * Makes it a VM of another name, on other files.
   *
   * @param sharedBacking as for {@link DomainXml#of}
   * @return the UUID it will have
   * @throws HypervisorException {@code START_FAILED} if the file is not what it should be
   */
  String retarget(VmSpec spec, List<BackingFile> sharedBacking) throws HypervisorException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer header = head(channel);
      int length = header.getInt(LENGTH_AT);
      int cookieAt = header.getInt(COOKIE_AT);
      byte[] data = Arrays.copyOfRange(header.array(), HEADER, HEADER + length);
      int xmlEnd = cookieAt > 0 ? cookieAt : length;
      String uuid = UUID.randomUUID().toString();
      byte[] xml = rewritten(text(data, 0, xmlEnd), spec, uuid, sharedBacking);
      byte[] cookie =
          cookieAt > 0
              ? text(data, cookieAt, length).getBytes(StandardCharsets.UTF_8)
              : new byte[0];
      if (xml.length + 1 + cookie.length + 1 > length) {
        throw damaged("its new description is longer than there is room", null);
      }
      ByteBuffer all = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
      all.put(header.array(), 0, HEADER);
      all.put(xml).put((byte) 0).put(cookie);
      all.putInt(COOKIE_AT, cookieAt > 0 ? xml.length + 1 : 0);
      all.rewind();
      for (long at = 0; all.hasRemaining(); ) {
        at += channel.write(all, at);
      }
      return uuid;
    } catch (IOException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  /**
   * Everything before the memory.
   *
   * @throws IOException if the file is not what it should be
   */
  static ByteBuffer head(FileChannel channel) throws IOException {
    ByteBuffer header = read(channel, 0, HEADER);
    if (!Arrays.equals(header.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || header.getInt(MAGIC.length) != VERSION) {
      throw new IOException("it does not begin as saved VMs do");
    }
    int length = header.getInt(LENGTH_AT);
    int cookieAt = header.getInt(COOKIE_AT);
    if (length <= 0 || length > MOST_DATA || cookieAt < 0 || cookieAt > length) {
      throw new IOException("its header makes no sense");
    }
    return read(channel, 0, HEADER + length);
  }

  private HypervisorException damaged(String why, Exception cause) {
    return new HypervisorException(
        Code.START_FAILED, "The saved VM " + file + " cannot be used: " + why + ".", cause);
  }

  private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("it is cut off");
      }
    }
    return buffer;
  }

  private static String text(byte[] data, int from, int to) {
    int end = from;
    while (end < to && data[end] != 0) {
      end++;
    }
    return new String(data, from, end - from, StandardCharsets.UTF_8);
  }

  private byte[] rewritten(String xml, VmSpec spec, String uuid, List<BackingFile> sharedBacking)
      throws HypervisorException {
    try {
      Document document = parse(xml);
      Element domain = document.getDocumentElement();
      only(domain, "name").setTextContent(spec.name());
      only(domain, "uuid").setTextContent(uuid);
      Element tag = (Element) only(domain, "metadata").getElementsByTagNameNS("*", "*").item(0);
      Element fresh = parse(DomainMetadata.write(spec.tag())).getDocumentElement();
      tag.getParentNode().replaceChild(document.importNode(fresh, true), tag);
      optional(domain, "nvram").ifPresent(nvram -> nvram.setTextContent(spec.nvram().toString()));
      NodeList disks = domain.getElementsByTagName("disk");
      for (int index = 0; index < disks.getLength(); index++) {
        Element disk = (Element) disks.item(index);
        boolean isOsDisk =
            only(disk, "target").getAttribute("dev").equals(spec.hardware().osDiskTarget());
        setSource(disk, isOsDisk ? spec.osDisk() : spec.seed());
        if (isOsDisk) {
          setBacking(document, disk, sharedBacking);
        }
      }
      serialLog(domain, spec.serialLog());
      forward(domain, spec);
      return write(document).getBytes(StandardCharsets.UTF_8);
    } catch (SAXException
        | ParserConfigurationException
        | TransformerException
        | IOException
        | RuntimeException e) {
      throw damaged("its description cannot be read: " + e.getMessage(), e);
    }
  }

  private static void setSource(Element disk, Path path) {
    Element source = child(disk, "source").orElseThrow();
    source.setAttribute("file", path.toString());
    source.removeAttribute("index");
  }

  /** As a chain that is spelt out, or none, so that libvirt finds out. */
  private static void setBacking(Document document, Element disk, List<BackingFile> chain)
      throws SAXException, ParserConfigurationException, IOException {
    child(disk, "backingStore").ifPresent(disk::removeChild);
    if (!chain.isEmpty()) {
      Element backing = parse(DomainXml.backing(chain)).getDocumentElement();
      disk.appendChild(document.importNode(backing, true));
    }
  }

  /** The console is told twice of one and the same port. */
  private static void serialLog(Element domain, Path log) {
    for (String kind : List.of("serial", "console")) {
      NodeList ports = domain.getElementsByTagName(kind);
      for (int index = 0; index < ports.getLength(); index++) {
        child((Element) ports.item(index), "source")
            .ifPresent(source -> source.setAttribute("path", log.toString()));
      }
    }
  }

  private static void forward(Element domain, VmSpec spec) {
    NodeList arguments = domain.getElementsByTagNameNS(QEMU, "arg");
    for (int index = 0; index < arguments.getLength(); index++) {
      Element argument = (Element) arguments.item(index);
      if (argument.getAttribute("value").contains("hostfwd=")) {
        argument.setAttribute("value", DomainXml.netdev(spec));
      }
    }
  }

  private static Element only(Element parent, String name) {
    return optional(parent, name)
        .orElseThrow(() -> new IllegalStateException("it has no element " + name));
  }

  private static Optional<Element> optional(Element parent, String name) {
    return Optional.ofNullable((Element) parent.getElementsByTagName(name).item(0));
  }

  private static Optional<Element> child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  private static Document parse(String xml)
      throws SAXException, ParserConfigurationException, IOException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  private static String write(Document document) throws TransformerException {
    Transformer transformer = TransformerFactory.newInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
    StringWriter text = new StringWriter();
    transformer.transform(new DOMSource(document), new StreamResult(text));
    return text.toString();
  }
}
