package org.imageengine.engine.cli;

import java.util.List;
import java.util.Map;
import org.imageengine.distributors.Galleries;
import org.imageengine.distributors.Gallery;
import org.imageengine.distributors.GalleryId;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.config.ConfigKey;
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
      "Make, list and delete galleries, their image definitions and image versions.",
      "A gallery holds image definitions, a definition holds versions; builds add versions."
    })
final class GalleryCommand implements Runnable {
  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which of create, list, delete, definition, version?");
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
    Gallery gallery = galleries.createGallery(id, region, Map.of());
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
