package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.ImportOptions;
import org.imageengine.distributors.Listing;
import org.imageengine.distributors.OsType;
import org.imageengine.distributors.PlatformUrn;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.plan.QemuDiskWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code engine image}: the platform images that builds start from. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    description = {
      "Import, list, show and delete platform images.",
      "URN is Publisher:Offer:Sku:Version, such as Debian:debian-12:12-gen2:12.11.0."
    })
final class ImageCommand implements Runnable {
  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of import, list, show, delete?");
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Take a disk file into the catalog as a platform image.",
        "qcow2, raw, VHD, VHDX and VMDK are taken, also compressed (gz, xz, zst, bz2) or as the only"
            + " disk of a tar, OVA or zip. The disk must be generalized; for Linux it must"
            + " run cloud-init and an SSH server. The file itself stays as it is."
      },
      footer = {
        "",
        "Example:",
        "  engine image import debian-12.qcow2 --as Debian:debian-12:12-gen2:12.11.0 \\",
        "    --os-type Linux --generation V2"
      })
  int importDisk(
      @Parameters(paramLabel = "FILE", description = "The disk.") Path file,
      @Option(
              names = "--as",
              paramLabel = "URN",
              required = true,
              description = "What the image will be called.")
          String urn,
      @Option(
              names = "--os-type",
              paramLabel = "Linux|Windows",
              defaultValue = "Linux",
              description = "The operating system on it.")
          OsType osType,
      @Option(
              names = "--generation",
              paramLabel = "V1|V2",
              required = true,
              description = "V1 boots from BIOS, V2 from UEFI.")
          Generation generation,
      @Option(
              names = "--sha256",
              paramLabel = "DIGEST",
              description = "The SHA-256 that the file must have.")
          String sha256)
      throws Exception {
    Workshop workshop = engine.workshop();
    CatalogImage image =
        workshop
            .catalog()
            .platformImages()
            .importDisk(
                PlatformUrn.parse(urn),
                file,
                new ImportOptions(
                    osType,
                    generation,
                    Optional.ofNullable(sha256),
                    workshop.config().get(ConfigKey.LOCATION)),
                new QemuDiskWriter(workshop.disks()));
    engine
        .screen()
        .out()
        .println("Imported " + image.id() + ", " + RunReport.size(image.sizeBytes()) + ".");
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all platform images.")
  int list(@Mixin OutputOption output) throws Exception {
    Listing listing = engine.workshop().catalog().platformImages().list();
    PrintStream out = engine.screen().out();
    if (output.json()) {
      List<Map<String, Object>> images = new ArrayList<>();
      listing.images().forEach(image -> images.add(properties(image)));
      out.println(RunReport.pretty(images));
    } else if (listing.images().isEmpty()) {
      out.println("No platform images yet. Bring one in with: engine image import --help");
    } else {
      Table table = new Table("URN", "OS", "GENERATION", "DISK", "FILE");
      for (CatalogImage image : listing.images()) {
        table.row(
            image.id(),
            image.osType().name(),
            image.generation().name(),
            RunReport.size(image.virtualSizeBytes()),
            RunReport.size(image.sizeBytes()));
      }
      table.print(out);
    }
    listing
        .problems()
        .forEach(
            problem ->
                engine.screen().err().println(engine.screen().yellow("warning: ") + problem));
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one platform image; the version may be: latest.")
  int show(
      @Parameters(paramLabel = "URN", description = "The image.") String urn,
      @Mixin OutputOption output)
      throws Exception {
    CatalogImage image =
        engine.workshop().catalog().platformImages().resolve(PlatformUrn.parse(urn));
    print(engine.screen().out(), properties(image), output);
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Remove a platform image that no run uses.")
  int delete(@Parameters(paramLabel = "URN", description = "The image.") String urn)
      throws Exception {
    engine.workshop().catalog().platformImages().delete(PlatformUrn.parse(urn));
    engine.screen().out().println("Deleted " + urn + ".");
    return 0;
  }

  /** What is told of an image, in order. */
  static Map<String, Object> properties(CatalogImage image) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(image.id().startsWith("/") ? "id" : "urn", image.id());
    properties.put("osType", image.osType().name());
    properties.put("hyperVGeneration", image.generation().name());
    properties.put("osState", image.osState().name());
    properties.put("location", image.location());
    properties.put("virtualSizeBytes", image.virtualSizeBytes());
    properties.put("sizeBytes", image.sizeBytes());
    properties.put("sha256", image.sha256());
    properties.put("tags", image.tags());
    properties.put("excludeFromLatest", image.excludeFromLatest());
    properties.put("created", image.created().toString());
    image
        .builtFrom()
        .ifPresent(
            source -> {
              properties.put("builtFrom", source.sourceId());
              properties.put("run", source.runId());
            });
    properties.put("disk", image.disk().toString());
    return properties;
  }

  static void print(PrintStream out, Map<String, Object> properties, OutputOption output) {
    if (output.json()) {
      out.println(RunReport.pretty(properties));
    } else {
      properties.forEach((name, value) -> out.printf("%-18s %s%n", name, value));
    }
  }
}
