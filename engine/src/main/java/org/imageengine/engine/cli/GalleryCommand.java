package org.imageengine.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.ExportCompression;
import org.imageengine.distributors.ExportFormat;
import org.imageengine.distributors.Galleries;
import org.imageengine.distributors.Gallery;
import org.imageengine.distributors.GalleryId;
import org.imageengine.distributors.ImageExport;
import org.imageengine.distributors.ImageVersionId;
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

/** {@code engine gallery}: galleries, image definitions, image versions. */
@Command(
    name = "gallery",
    mixinStandardHelpOptions = true,
    subcommands = {DefinitionCommand.class, ImageVersionCommand.class},
    description = {
      "Make, list, tag, export and delete galleries, image definitions and image versions.",
      "A gallery holds image definitions, a definition holds versions; builds add versions."
    })
final class GalleryCommand implements Runnable {
  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Which of create, list, show, tag, export, delete, definition, version?");
  }

  EngineCommand engine() {
    return engine;
  }

  @Command(name = "create", mixinStandardHelpOptions = true, description = "Make a gallery.")
  int create(
      @Parameters(paramLabel = "GALLERY", description = "Its name.") String name,
      @Mixin ResourceScope scope,
      @Option(
              names = "--location",
              paramLabel = "REGION",
              description = "Its region; the configuration's where not given.")
          String location,
      @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag; may be repeated.")
          Map<String, String> tags,
      @Option(names = "--if-missing", description = "Do nothing if it is there already.")
          boolean ifMissing)
      throws Exception {
    Workshop workshop = engine.workshop();
    Galleries galleries = workshop.catalog().galleries();
    GalleryId id = id(workshop, scope, name);
    if (ifMissing && galleries.findGallery(id).isPresent()) {
      engine.screen().out().println("The gallery " + id + " is there.");
      return 0;
    }
    String region = location != null ? location : workshop.config().get(ConfigKey.LOCATION);
    Gallery gallery = galleries.createGallery(id, region, tags == null ? Map.of() : tags);
    engine.screen().out().println("Made the gallery " + gallery.id() + ".");
    return 0;
  }

  /** The ID of a gallery that is named by itself. */
  static GalleryId id(Workshop workshop, ResourceScope scope, String name) throws Exception {
    // Through its text, so that all names are checked.
    return GalleryId.parse(
        new GalleryId(
                scope.subscription(workshop.config()), scope.resourceGroup(workshop.config()), name)
            .toString());
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List all galleries.")
  int list(@Mixin OutputOption output) throws Exception {
    List<Gallery> galleries = engine.workshop().catalog().galleries().list();
    if (output.json()) {
      engine.screen().out().println(RunReport.pretty(galleries));
    } else if (galleries.isEmpty()) {
      engine.screen().out().println("No galleries yet. Make one with: engine gallery create NAME");
    } else {
      Table table = new Table("LOCATION", "GALLERY");
      galleries.forEach(gallery -> table.row(gallery.location(), gallery.id()));
      table.print(engine.screen().out());
    }
    return 0;
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one gallery.")
  int show(
      @Parameters(paramLabel = "GALLERY", description = "Its name.") String name,
      @Mixin ResourceScope scope)
      throws Exception {
    Workshop workshop = engine.workshop();
    Gallery gallery = workshop.catalog().galleries().gallery(id(workshop, scope, name));
    engine.screen().out().println(RunReport.pretty(gallery));
    return 0;
  }

  @Command(
      name = "tag",
      mixinStandardHelpOptions = true,
      description = "Change the tags of a gallery.")
  int tag(
      @Parameters(paramLabel = "GALLERY", description = "Its name.") String name,
      @Mixin ResourceScope scope,
      @Mixin TagOptions tags)
      throws Exception {
    Workshop workshop = engine.workshop();
    Galleries galleries = workshop.catalog().galleries();
    GalleryId id = id(workshop, scope, name);
    Map<String, String> changed = tags.change(galleries.gallery(id).tags());
    galleries.tag(id, changed);
    engine.screen().out().println("The tags of " + id + " are now " + changed + ".");
    return 0;
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Write the disk of a version to a file of another form.",
        "A file that is there is never overwritten."
      },
      footer = {
        "",
        "Example:",
        "  engine gallery export myGallery/myImage/1.0.0 --format vhd --to myImage.vhd"
      })
  int export(
      @Parameters(
              paramLabel = "VERSION",
              description =
                  "GALLERY/DEFINITION/VERSION, or a whole resource ID; the version may be: latest.")
          String version,
      @Mixin ResourceScope scope,
      @Option(
              names = "--format",
              paramLabel = "vhd|vhdx|qcow2|raw|vmdk|ova",
              required = true,
              description = "The form; vhd is fixed, as Azure takes it.")
          ExportFormat format,
      @Option(
              names = "--compress",
              paramLabel = "gz|zst",
              defaultValue = "none",
              description = "Compress it.")
          ExportCompression compression,
      @Option(
              names = "--to",
              paramLabel = "FILE",
              description = "Where to; DEFINITION-VERSION with its ending here if not given.")
          Path file)
      throws Exception {
    Workshop workshop = engine.workshop();
    CatalogImage image =
        workshop.catalog().versions().resolve(version(workshop, scope, version), Optional.empty());
    String ending = compression == ExportCompression.none ? "" : "." + compression;
    Path target =
        file != null
            ? file
            : Path.of(image.name() + "-" + image.version().orElse("") + "." + format + ending);
    String digest;
    try (LongWork work = new LongWork(engine.screen())) {
      digest =
          new ImageExport(image, new QemuDiskWriter(workshop.disks()), work.listener())
              .write(target, format, compression);
    }
    boolean isWhole = !ending.isEmpty() || !(format.name().matches("vhd|raw"));
    engine
        .screen()
        .out()
        .printf(
            "Exported %s to %s, %s, SHA-256%s %s.%n",
            image.id(),
            target,
            RunReport.size(Files.size(target)),
            isWhole ? "" : " of its data",
            digest);
    return 0;
  }

  /** The ID of a version that is written in short, or whole. */
  private static ImageVersionId version(Workshop workshop, ResourceScope scope, String text)
      throws Exception {
    if (text.startsWith("/")) {
      return ImageVersionId.parse(text);
    }
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new CatalogException(
          CatalogException.Code.INVALID_RESOURCE_ID,
          "\"" + text + "\" is not a version: GALLERY/DEFINITION/VERSION is wanted.");
    }
    return ImageVersionCommand.id(workshop, scope, parts[0], parts[1], parts[2]);
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Remove a gallery that has no image definitions.")
  int delete(
      @Parameters(paramLabel = "GALLERY", description = "Its name.") String name,
      @Mixin ResourceScope scope)
      throws Exception {
    Workshop workshop = engine.workshop();
    GalleryId id = id(workshop, scope, name);
    workshop.catalog().galleries().deleteGallery(id);
    engine.screen().out().println("Deleted the gallery " + id + ".");
    return 0;
  }
}
