package org.imageengine.engine.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.ImageVersionId;
import org.imageengine.distributors.ImageVersions;
import org.imageengine.distributors.Listing;
import org.imageengine.distributors.Replicator;
import org.imageengine.distributors.StorageAccountType;
import org.imageengine.distributors.TargetRegion;
import org.imageengine.engine.build.Workshop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code engine gallery version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description =
        "List, show, tag, update, replicate and delete the versions of an image definition.")
final class ImageVersionCommand implements Runnable {
  @ParentCommand private GalleryCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which of list, show, tag, update, replicate, delete?");
  }

  private EngineCommand engine() {
    return parent.engine();
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the versions of an image definition, the lowest first.")
  int list(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "The definition.") String definition,
      @Mixin ResourceScope scope,
      @Mixin OutputOption output)
      throws Exception {
    Workshop workshop = engine().workshop();
    Listing listing =
        workshop
            .catalog()
            .versions()
            .list(DefinitionCommand.id(workshop, scope, gallery, definition));
    if (output.json()) {
      engine()
          .screen()
          .out()
          .println(
              RunReport.pretty(listing.images().stream().map(ImageCommand::properties).toList()));
    } else {
      Table table = new Table("VERSION", "STATE", "SIZE", "CREATED", "RUN", "DISK");
      for (CatalogImage image : listing.images()) {
        table.row(
            image.version().orElse(""),
            image.provisioningState().name(),
            RunReport.size(image.sizeBytes()),
            image.created().toString().replaceFirst("\\..*", "Z"),
            image.builtFrom().map(source -> source.runId()).orElse(""),
            image.disk().toString());
      }
      table.print(engine().screen().out());
    }
    listing
        .problems()
        .forEach(
            problem ->
                engine().screen().err().println(engine().screen().yellow("warning: ") + problem));
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one version; it may be: latest.")
  int show(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "The definition.") String definition,
      @Parameters(paramLabel = "VERSION", description = "The version.") String version,
      @Mixin ResourceScope scope,
      @Mixin OutputOption output)
      throws Exception {
    Workshop workshop = engine().workshop();
    CatalogImage image =
        workshop.catalog().versions().find(id(workshop, scope, gallery, definition, version));
    ImageCommand.print(engine().screen().out(), ImageCommand.properties(image), output);
    return 0;
  }

  static ImageVersionId id(
      Workshop workshop, ResourceScope scope, String gallery, String definition, String version)
      throws Exception {
    return ImageVersionId.parse(
        new ImageVersionId(DefinitionCommand.id(workshop, scope, gallery, definition), version)
            .toString());
  }

  @Command(
      name = "tag",
      mixinStandardHelpOptions = true,
      description = "Change the tags of a version.")
  int tag(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "The definition.") String definition,
      @Parameters(paramLabel = "VERSION", description = "The version.") String version,
      @Mixin ResourceScope scope,
      @Mixin TagOptions tags)
      throws Exception {
    Workshop workshop = engine().workshop();
    ImageVersions versions = workshop.catalog().versions();
    ImageVersionId id = id(workshop, scope, gallery, definition, version);
    Map<String, String> changed = tags.change(versions.get(id).tags());
    versions.tag(id, changed);
    engine().screen().out().println("The tags of " + id + " are now " + changed + ".");
    return 0;
  }

  @Command(
      name = "update",
      mixinStandardHelpOptions = true,
      description = "Change what is said of a version.")
  int update(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "The definition.") String definition,
      @Parameters(paramLabel = "VERSION", description = "The version.") String version,
      @Mixin ResourceScope scope,
      @Option(
              names = "--exclude-from-latest",
              paramLabel = "true|false",
              description = "Whether latest passes it over.")
          Boolean exclude,
      @Option(
              names = "--end-of-life",
              paramLabel = "YYYY-MM-DD",
              description = "From when on it should not be used any more.")
          LocalDate endOfLife)
      throws Exception {
    Workshop workshop = engine().workshop();
    ImageVersions versions = workshop.catalog().versions();
    ImageVersionId id = id(workshop, scope, gallery, definition, version);
    if (exclude == null && endOfLife == null) {
      throw new ParameterException(
          spec.commandLine(), "Which of --exclude-from-latest, --end-of-life?");
    }
    if (exclude != null) {
      versions.excludeFromLatest(id, exclude);
    }
    if (endOfLife != null) {
      versions.endOfLife(id, endOfLife);
    }
    engine().screen().out().println("Changed the version " + id + ".");
    return 0;
  }

  @Command(
      name = "replicate",
      mixinStandardHelpOptions = true,
      description = {
        "Write the replicas of a version that are missing, and go on from what is there of them.",
        "With --region, add replicas in that region first."
      })
  int replicate(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "The definition.") String definition,
      @Parameters(paramLabel = "VERSION", description = "The version.") String version,
      @Mixin ResourceScope scope,
      @Option(
              names = "--region",
              paramLabel = "NAME",
              description = "A region that gets replicas; may be repeated.")
          List<String> regions,
      @Option(
              names = "--replicas",
              paramLabel = "N",
              defaultValue = "1",
              description = "How many in each of these regions.")
          int count,
      @Option(
              names = "--storage",
              paramLabel = "TYPE",
              defaultValue = "Standard_LRS",
              description = "Standard_LRS: in one place; Standard_ZRS: in each of its zones.")
          StorageAccountType storage)
      throws Exception {
    Workshop workshop = engine().workshop();
    ImageVersions versions = workshop.catalog().versions();
    ImageVersionId id = id(workshop, scope, gallery, definition, version);
    List<TargetRegion> added =
        regions == null
            ? List.of()
            : regions.stream().map(name -> new TargetRegion(name, count, storage)).toList();
    Replicator replicator = workshop.replicator();
    replicator
        .check(added)
        .forEach(
            note -> engine().screen().err().println(engine().screen().yellow("warning: ") + note));
    if (!added.isEmpty()) {
      versions.addRegions(id, added, replicator);
    }
    CatalogImage image;
    try (LongWork work = new LongWork(engine().screen())) {
      image = versions.replicate(id, replicator, work.listener());
    }
    engine()
        .screen()
        .out()
        .printf(
            "The version %s has all of its %d replicas, in %s.%n",
            id, image.replicas().size(), String.join(", ", image.regions()));
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Remove a version that no run uses.")
  int delete(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "The definition.") String definition,
      @Parameters(paramLabel = "VERSION", description = "The version.") String version,
      @Mixin ResourceScope scope)
      throws Exception {
    Workshop workshop = engine().workshop();
    ImageVersionId id = id(workshop, scope, gallery, definition, version);
    workshop.catalog().versions().delete(id, workshop.replicator());
    engine().screen().out().println("Deleted the version " + id + ".");
    return 0;
  }
}
