package org.imageengine.engine.cli;

import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.ImageVersionId;
import org.imageengine.distributors.Listing;
import org.imageengine.engine.build.Workshop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code engine gallery version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "List, show and delete the versions of an image definition.")
final class ImageVersionCommand implements Runnable {
  @ParentCommand private GalleryCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of list, show, delete?");
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
            .galleries()
            .versions(DefinitionCommand.id(workshop, scope, gallery, definition));
    if (output.json()) {
      engine()
          .screen()
          .out()
          .println(
              RunReport.pretty(listing.images().stream().map(ImageCommand::properties).toList()));
    } else {
      Table table = new Table("VERSION", "SIZE", "CREATED", "RUN", "DISK");
      for (CatalogImage image : listing.images()) {
        table.row(
            image.version().orElse(""),
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
        workshop.catalog().galleries().resolve(id(workshop, scope, gallery, definition, version));
    ImageCommand.print(engine().screen().out(), ImageCommand.properties(image), output);
    return 0;
  }

  private static ImageVersionId id(
      Workshop workshop, ResourceScope scope, String gallery, String definition, String version)
      throws Exception {
    return ImageVersionId.parse(
        new ImageVersionId(DefinitionCommand.id(workshop, scope, gallery, definition), version)
            .toString());
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
    workshop.catalog().galleries().deleteVersion(id);
    engine().screen().out().println("Deleted the version " + id + ".");
    return 0;
  }
}
