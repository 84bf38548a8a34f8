package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.Digests;
import org.imageengine.distributors.Extent;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.ImageHardware;
import org.imageengine.distributors.ImportOptions;
import org.imageengine.distributors.Listing;
import org.imageengine.distributors.ManagedImageId;
import org.imageengine.distributors.OsState;
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
      "Import, list, show, tag and delete platform images and managed images.",
      "URN is Publisher:Offer:Sku:Version, such as Debian:debian-12:12-gen2:12.11.0."
    })
final class ImageCommand implements Runnable {
  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which of import, list, show, tag, digest, delete?");
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Take a disk file into the catalog as a platform image.",
        "qcow2, raw, VHD, VHDX and VMDK are taken, also compressed (gz, xz, zst, bz2) or as the only"
            + " disk of a tar, OVA or zip. The disk must be generalized: Linux with cloud-init and an"
            + " SSH server, or Windows by Sysprep. The file itself stays as it is."
      },
      footer = {
        "",
        "Examples:",
        "  engine image import debian-12.qcow2 --as Debian:debian-12:12-gen2:12.11.0",
        "  engine image import https://example.org/images/server.qcow2 --as Example:server:1:1.0.0",
        "  engine image import windows.vhdx --as Example:windows:2022:1.0.0 --secure-boot --tpm"
      })
  int importDisk(
      @Parameters(
              paramLabel = "FILE|URL",
              description = {
                "The disk: a file, or an http(s) URL. What an attempt that was cut off has fetched is"
                    + " not fetched again."
              })
          String file,
      @Option(
              names = "--as",
              paramLabel = "URN",
              required = true,
              description = "What the image will be called.")
          String urn,
      @Option(
              names = "--os-type",
              paramLabel = "Linux|Windows",
              description = "The operating system on it; found out by a look into it if not given.")
          OsType osType,
      @Option(
              names = "--generation",
              paramLabel = "V1|V2",
              description = "V1 boots from BIOS, V2 from UEFI; found out likewise.")
          Generation generation,
      @Option(
              names = "--os-state",
              paramLabel = "Generalized|Specialized",
              defaultValue = "Generalized",
              description = "Whether it is generalized; builds start from no other images.")
          OsState osState,
      @Option(
              names = "--sha256",
              paramLabel = "DIGEST",
              description = {
                "The SHA-256 that the file must have; taken from a file SHA256SUMS beside it if not"
                    + " given."
              })
          String sha256,
      @Mixin HardwareOptions hardware,
      @Option(
              names = "--sysprep-runs",
              paramLabel = "N",
              description = "How often Sysprep has generalized it; Windows only; 1 if not given.")
          Integer sysprepRuns,
      @Option(
              names = "--sysprep-limit",
              paramLabel = "N",
              description = {
                "How often Sysprep may; Windows only. 1001 if not given, which is true of all but"
                    + " Windows 7 and Server 2008 R2: those have 3."
              })
          Integer sysprepLimit,
      @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag; may be repeated.")
          Map<String, String> tags)
      throws Exception {
    Workshop workshop = engine.workshop();
    ImportOptions options =
        new ImportOptions(
            Optional.ofNullable(osType),
            Optional.ofNullable(generation),
            osState,
            Optional.ofNullable(sha256),
            workshop.config().get(ConfigKey.LOCATION),
            tags == null ? Map.of() : tags,
            hardware.wish(),
            number(sysprepRuns),
            number(sysprepLimit));
    CatalogImage image;
    try (LongWork work = new LongWork(engine.screen())) {
      image = new DiskIntake(workshop, work.listener()).take(PlatformUrn.parse(urn), file, options);
    }
    engine
        .screen()
        .out()
        .printf(
            "Imported %s (%s %s), %s.%n",
            image.id(), image.osType(), image.generation(), RunReport.size(image.sizeBytes()));
    return 0;
  }

  private static OptionalInt number(Integer given) {
    return given == null ? OptionalInt.empty() : OptionalInt.of(given);
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List all platform images, or all managed images.")
  int list(
      @Option(names = "--managed", description = "List managed images instead.") boolean managed,
      @Mixin OutputOption output)
      throws Exception {
    Catalog catalog = engine.workshop().catalog();
    Listing listing = managed ? catalog.managedImages().list() : catalog.platformImages().list();
    PrintStream out = engine.screen().out();
    if (output.json()) {
      List<Map<String, Object>> images = new ArrayList<>();
      listing.images().forEach(image -> images.add(properties(image)));
      out.println(RunReport.pretty(images));
    } else if (listing.images().isEmpty()) {
      out.println(
          managed
              ? "No managed images yet."
              : "No platform images yet. Bring one in with: engine image import --help");
    } else {
      Table table = new Table(managed ? "ID" : "URN", "OS", "GENERATION", "DISK", "FILE");
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
      description = "Show one image; the version may be: latest.")
  int show(
      @Parameters(paramLabel = "IMAGE", description = "Its URN, or the ID of a managed image.")
          String name,
      @Mixin OutputOption output)
      throws Exception {
    print(engine.screen().out(), properties(image(name)), output);
    return 0;
  }

  private CatalogImage image(String name) throws Exception {
    Catalog catalog = engine.workshop().catalog();
    return name.startsWith("/")
        ? catalog.managedImages().managedImage(ManagedImageId.parse(name))
        : catalog.platformImages().resolve(PlatformUrn.parse(name));
  }

  @Command(
      name = "tag",
      mixinStandardHelpOptions = true,
      description = "Change the tags of an image.")
  int tag(
      @Parameters(paramLabel = "IMAGE", description = "Its URN, or the ID of a managed image.")
          String name,
      @Mixin TagOptions tags)
      throws Exception {
    Catalog catalog = engine.workshop().catalog();
    CatalogImage image = image(name);
    Map<String, String> changed = tags.change(image.tags());
    if (name.startsWith("/")) {
      catalog.managedImages().tag(ManagedImageId.parse(name), changed);
    } else {
      catalog.platformImages().tag(PlatformUrn.parse(image.id()), changed);
    }
    engine.screen().out().println("The tags of " + image.id() + " are now " + changed + ".");
    return 0;
  }

  @Command(
      name = "digest",
      mixinStandardHelpOptions = true,
      description = {
        "Print the SHA-256 of the data of a VHD or raw file, as runs tell it.",
        "Holes and other zeros are left out, so a copy whose holes were filled has the same digest."
      })
  int digest(@Parameters(paramLabel = "FILE", description = "The file.") Path file)
      throws Exception {
    List<Extent> data = new QemuDiskWriter(engine.workshopAsItIs().disks()).data(file);
    engine.screen().out().println(Digests.sha256OfData(file, data) + "  " + file);
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Remove an image that no run and no other image uses.")
  int delete(
      @Parameters(paramLabel = "IMAGE", description = "Its URN, or the ID of a managed image.")
          String name)
      throws Exception {
    Catalog catalog = engine.workshop().catalog();
    if (name.startsWith("/")) {
      catalog.managedImages().delete(ManagedImageId.parse(name));
    } else {
      catalog.platformImages().delete(PlatformUrn.parse(name));
    }
    engine.screen().out().println("Deleted " + name + ".");
    return 0;
  }

  /** What is told of an image, in order. */
  static Map<String, Object> properties(CatalogImage image) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(image.id().startsWith("/") ? "id" : "urn", image.id());
    properties.put("provisioningState", image.provisioningState().name());
    properties.put("osType", image.osType().name());
    properties.put("hyperVGeneration", image.generation().name());
    properties.put("osState", image.osState().name());
    ImageHardware hardware = image.hardwareOrUsual();
    properties.put("diskBus", hardware.diskBus().name());
    properties.put("nicModel", hardware.nicModel().name());
    properties.put("secureBoot", hardware.secureBoot());
    properties.put("tpm", hardware.tpm());
    image
        .sysprepBudget()
        .ifPresent(
            budget -> {
              properties.put("sysprepRuns", budget.runs());
              properties.put("sysprepLimit", budget.limit());
            });
    properties.put("location", image.location());
    properties.put("virtualSizeBytes", image.virtualSizeBytes());
    properties.put("sizeBytes", image.sizeBytes());
    properties.put("sha256", image.sha256());
    properties.put("tags", image.tags());
    properties.put("excludeFromLatest", image.excludeFromLatest());
    image.endOfLifeDate().ifPresent(day -> properties.put("endOfLifeDate", day));
    if (!image.regions().isEmpty()) {
      properties.put("regions", image.regions());
    }
    if (!image.replicas().isEmpty()) {
      properties.put(
          "replicas",
          image.replicas().stream()
              .map(one -> one.place() + "/" + one.name() + (one.isWhole() ? "" : " (missing)"))
              .toList());
    }
    image.base().ifPresent(base -> properties.put("base", base.id()));
    properties.put("created", image.created().toString());
    image
        .builtFrom()
        .ifPresent(
            source -> {
              properties.put("builtFrom", source.sourceId());
              properties.put("exactVersion", source.exactVersion());
              properties.put("sourceSha256", source.sourceSha256());
              if (!source.planInfo().isEmpty()) {
                properties.put("planInfo", source.planInfo());
              }
              properties.put("template", source.template());
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
