package org.imageengine.engine.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.ImageVersionId;
import org.imageengine.distributors.ManagedImageId;
import org.imageengine.distributors.OsType;
import org.imageengine.distributors.PlatformUrn;
import org.imageengine.engine.build.BuildOptions;
import org.imageengine.engine.build.OnError;
import org.imageengine.engine.build.Reuse;
import org.imageengine.engine.build.RunExecutor;
import org.imageengine.engine.build.RunOutcome;
import org.imageengine.engine.build.StopSignal;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.template.Customizer;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.template.TemplateDocument;
import org.imageengine.engine.template.TemplateReader;
import org.imageengine.engine.template.TemplateRequest;
import org.imageengine.engine.text.ProblemsException;

/**
 * Looks whether builds can start from an image: boots it in a throwaway VM, logs in, runs a script,
 * and restarts it if it is Windows. That is a run of a template that only validates its source.
 */
final class ImageCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCRIPT = "Run a script";
  private static final String RESTART = "Restart";
  private static final Duration RESTART_LIMIT = Duration.ofMinutes(30);
  private static final String DEFAULT_RESTART = "shutdown /r /f /t 0 /c \"image engine check\"";

  private final Workshop workshop;
  private final Screen screen;

  ImageCheck(Workshop workshop, Screen screen) {
    this.workshop = workshop;
    this.screen = screen;
  }

  /**
   * Checks an image and tells each thing that was checked; answers with the exit code.
   *
   * @param name a URN, or the ID of a managed image or of an image version
   */
  int run(String name) throws Exception {
    CatalogImage image = find(name);
    screen.out().println("Checking " + image.id() + " (" + image.osType() + ")");
    Path directory = Files.createTempDirectory("engine-check-");
    Path file = directory.resolve("check.json");
    try {
      TemplateDocument document = document(image, file);
      ImageCheckProgress progress =
          new ImageCheckProgress(
              screen, document.template().validation().validators().size(), image.osType());
      StopSignal signal = new StopSignal(Thread.currentThread());
      Signals.cancelOn(signal, screen.err()::println);
      RunOutcome outcome =
          new RunExecutor(workshop)
              .run(
                  document,
                  file,
                  new BuildOptions(Reuse.DEFAULT, OnError.POLICY),
                  progress,
                  signal);
      progress.end(outcome);
      return outcome.exitCode();
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private CatalogImage find(String name) throws Exception {
    Catalog catalog = workshop.catalog();
    if (!name.startsWith("/")) {
      return catalog.platformImages().resolve(PlatformUrn.parse(name));
    }
    return isVersion(name)
        ? catalog.versions().resolve(ImageVersionId.parse(name), Optional.empty())
        : catalog.managedImages().managedImage(ManagedImageId.parse(name));
  }

  private static boolean isVersion(String id) {
    return id.toLowerCase(Locale.ROOT).contains("/galleries/");
  }

  private static TemplateDocument document(CatalogImage image, Path file)
      throws IOException, ProblemsException {
    Files.writeString(file, template(image).toPrettyString());
    TemplateDocument document = TemplateReader.read(TemplateRequest.of(file));
    if (image.osType() == OsType.Linux) {
      return document;
    }
    // No template has a restart among its validators.
    ImageTemplate read = document.template();
    List<Customizer> checks = new ArrayList<>(read.validation().validators());
    checks.add(
        new Customizer.WindowsRestart(
            checks.get(0).at(), RESTART, DEFAULT_RESTART, "", RESTART_LIMIT));
    return document.with(read.with(new ImageTemplate.Validation(false, true, checks)));
  }

  private static ObjectNode template(CatalogImage image) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("type", "Microsoft.VirtualMachineImages/imageTemplates");
    root.put("apiVersion", "2024-02-01").put("name", "check").put("location", image.location());
    ObjectNode properties = root.putObject("properties");
    properties.set("source", source(image.id()));
    ObjectNode validate = properties.putObject("validate").put("sourceValidationOnly", true);
    boolean isWindows = image.osType() == OsType.Windows;
    ObjectNode script = validate.putArray("inVMValidations").addObject();
    script.put("type", isWindows ? "PowerShell" : "Shell").put("name", SCRIPT);
    resource(isWindows ? "check-windows.ps1" : "check-linux.sh")
        .lines()
        .forEach(script.putArray("inline")::add);
    properties.putArray("distribute").addObject().put("type", "VHD").put("runOutputName", "none");
    return root;
  }

  private static ObjectNode source(String id) {
    ObjectNode source = JSON.createObjectNode();
    if (id.startsWith("/")) {
      return isVersion(id)
          ? source.put("type", "SharedImageVersion").put("imageVersionId", id)
          : source.put("type", "ManagedImage").put("imageId", id);
    }
    String[] urn = id.split(":");
    return source
        .put("type", "PlatformImage")
        .put("publisher", urn[0])
        .put("offer", urn[1])
        .put("sku", urn[2])
        .put("version", urn[3]);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ImageCheck.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
