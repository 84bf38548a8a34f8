package org.imageengine.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes templates for tests: a Debian source, a small VM, and what a test adds. */
final class Templates {
  static final String GROUP =
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/engine/providers"
          + "/Microsoft.Compute";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode properties;

  /** A template that builds from that sku of the test's Debian image. */
  Templates(String name, String sku) {
    this(name, "Debian", "debian-12", sku, "latest");
  }

  /** A template that builds from the platform image of that URN. */
  static Templates ofPlatformImage(String name, String urn) {
    String[] parts = urn.split(":");
    return new Templates(name, parts[0], parts[1], parts[2], parts[3]);
  }

  private Templates(String name, String publisher, String offer, String sku, String version) {
    root.put("type", "Microsoft.VirtualMachineImages/imageTemplates")
        .put("apiVersion", "2022-02-14")
        .put("name", name)
        .put("location", "local");
    properties = root.putObject("properties");
    properties.put("buildTimeoutInMinutes", 15);
    properties
        .putObject("source")
        .put("type", "PlatformImage")
        .put("publisher", publisher)
        .put("offer", offer)
        .put("sku", sku)
        .put("version", version);
    properties.putObject("vmProfile").put("vmSize", "Standard_B1ms");
    properties.putArray("customize");
    properties.putArray("distribute");
  }

  ObjectNode root() {
    return root;
  }

  ObjectNode properties() {
    return properties;
  }

  private ArrayNode list(String name) {
    return (ArrayNode) properties.get(name);
  }

  Templates shell(String name, String... lines) {
    ArrayNode inline =
        list("customize").addObject().put("type", "Shell").put("name", name).putArray("inline");
    for (String line : lines) {
      inline.add(line);
    }
    return this;
  }

  Templates powerShell(String name, String... lines) {
    ArrayNode inline =
        list("customize")
            .addObject()
            .put("type", "PowerShell")
            .put("name", name)
            .putArray("inline");
    for (String line : lines) {
      inline.add(line);
    }
    return this;
  }

  /** A step of another type, with one property. */
  Templates windows(String type, String name, String property, String value) {
    list("customize").addObject().put("type", type).put("name", name).put(property, value);
    return this;
  }

  Templates script(String name, Path script, String sha256) {
    list("customize")
        .addObject()
        .put("type", "Shell")
        .put("name", name)
        .put("scriptUri", script.toUri().toString())
        .put("sha256Checksum", sha256);
    return this;
  }

  Templates file(String name, String sourceUri, String destination) {
    list("customize")
        .addObject()
        .put("type", "File")
        .put("name", name)
        .put("sourceUri", sourceUri)
        .put("destination", destination);
    return this;
  }

  Templates validator(String name, String... lines) {
    ObjectNode validate = properties.withObjectProperty("validate");
    ArrayNode inline =
        validate
            .withArrayProperty("inVMValidations")
            .addObject()
            .put("type", "Shell")
            .put("name", name)
            .putArray("inline");
    for (String line : lines) {
      inline.add(line);
    }
    return this;
  }

  Templates onCustomizerError(String action) {
    properties.withObjectProperty("errorHandling").put("onCustomizerError", action);
    return this;
  }

  Templates vhd(String name) {
    list("distribute").addObject().put("type", "VHD").put("runOutputName", name);
    return this;
  }

  Templates vhdTo(String name, String uri) {
    list("distribute").addObject().put("type", "VHD").put("runOutputName", name).put("uri", uri);
    return this;
  }

  Templates sharedImage(String name, String definition) {
    list("distribute")
        .addObject()
        .put("type", "SharedImage")
        .put("runOutputName", name)
        .put("galleryImageId", GROUP + "/galleries/testGallery/images/" + definition);
    return this;
  }

  Templates managedImage(String name, String image) {
    list("distribute")
        .addObject()
        .put("type", "ManagedImage")
        .put("runOutputName", name)
        .put("imageId", GROUP + "/images/" + image)
        .put("location", "local");
    return this;
  }

  Path write(Path file) throws IOException {
    return Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }
}
