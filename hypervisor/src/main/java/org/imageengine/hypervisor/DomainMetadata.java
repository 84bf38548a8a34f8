package org.imageengine.hypervisor;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The element of a VM's metadata that says whose it is. */
final class DomainMetadata {
  static final String NAMESPACE = "urn:imageengine:run:1";

  private DomainMetadata() {}

  static String write(RunTag tag) {
    return "<ie:run xmlns:ie='%s' id='%s' home='%s'/>"
        .formatted(NAMESPACE, DomainXml.escape(tag.runId()), DomainXml.escape(tag.engineHome()));
  }

  /** What an element says; empty if it is not one of ours. */
  static Optional<RunTag> read(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      // The default one prints to standard error.
      builder.setErrorHandler(null);
      Element run = builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
      return run.hasAttribute("id") && run.hasAttribute("home")
          ? Optional.of(new RunTag(run.getAttribute("id"), Path.of(run.getAttribute("home"))))
          : Optional.empty();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      return Optional.empty();
    }
  }
}
