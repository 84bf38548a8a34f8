package org.imageengine.engine.cli;

import java.util.List;
import java.util.Map;
import org.imageengine.distributors.DefinitionId;
import org.imageengine.distributors.DefinitionSpec;
import org.imageengine.distributors.Galleries;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.ImageDefinition;
import org.imageengine.distributors.OsState;
import org.imageengine.distributors.OsType;
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

/** {@code engine gallery definition}. */
@Command(
    name = "definition",
    mixinStandardHelpOptions = true,
    description = "Make, list, show, tag and delete the image definitions of a gallery.")
final class DefinitionCommand implements Runnable {
  @ParentCommand private GalleryCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of create, list, show, tag, delete?");
  }

  private EngineCommand engine() {
    return parent.engine();
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make an image definition in a gallery.")
  int create(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "Its name.") String name,
      @Mixin ResourceScope scope,
      @Option(
              names = "--os-type",
              paramLabel = "Linux|Windows",
              required = true,
              description = "The operating system of its versions.")
          OsType osType,
      @Option(
              names = "--generation",
              paramLabel = "V1|V2",
              required = true,
              description = "V1 boots from BIOS, V2 from UEFI.")
          Generation generation,
      @Option(names = "--publisher", required = true, description = "Who publishes it.")
          String publisher,
      @Option(names = "--offer", required = true, description = "What it is a part of.")
          String offer,
      @Option(names = "--sku", required = true, description = "Which variant it is.") String sku,
      @Option(
              names = "--location",
              paramLabel = "REGION",
              description = "Its region; the configuration's where not given.")
          String location,
      @Option(
              names = "--os-state",
              paramLabel = "Generalized|Specialized",
              defaultValue = "Generalized",
              description = "Builds write to definitions of generalized images alone.")
          OsState osState,
      @Option(
              names = "--feature",
              paramLabel = "NAME=VALUE",
              description = "As SecurityType=TrustedLaunch; may be repeated.")
          Map<String, String> features,
      @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag; may be repeated.")
          Map<String, String> tags,
      @Option(names = "--if-missing", description = "Do nothing if it is there already.")
          boolean ifMissing)
      throws Exception {
    Workshop workshop = engine().workshop();
    Galleries galleries = workshop.catalog().galleries();
    DefinitionId id = id(workshop, scope, gallery, name);
    if (ifMissing && galleries.findDefinition(id).isPresent()) {
      engine().screen().out().println("The image definition " + id + " is there.");
      return 0;
    }
    String region = location != null ? location : workshop.config().get(ConfigKey.LOCATION);
    ImageDefinition definition =
        galleries.createDefinition(
            id,
            new DefinitionSpec(
                osType,
                generation,
                osState,
                publisher,
                offer,
                sku,
                region,
                features == null ? Map.of() : features,
                tags == null ? Map.of() : tags));
    engine().screen().out().println("Made the image definition " + definition.id() + ".");
    return 0;
  }

  /** The ID of a definition that is named by itself. */
  static DefinitionId id(Workshop workshop, ResourceScope scope, String gallery, String name)
      throws Exception {
    return DefinitionId.parse(
        new DefinitionId(GalleryCommand.id(workshop, scope, gallery), name).toString());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the image definitions of a gallery.")
  int list(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Mixin ResourceScope scope,
      @Mixin OutputOption output)
      throws Exception {
    Workshop workshop = engine().workshop();
    List<ImageDefinition> definitions =
        workshop.catalog().galleries().definitions(GalleryCommand.id(workshop, scope, gallery));
    if (output.json()) {
      engine().screen().out().println(RunReport.pretty(definitions));
      return 0;
    }
    Table table = new Table("OS", "GENERATION", "DEFINITION");
    definitions.forEach(
        definition ->
            table.row(definition.osType().name(), definition.generation().name(), definition.id()));
    table.print(engine().screen().out());
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show one image definition.")
  int show(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "Its name.") String name,
      @Mixin ResourceScope scope)
      throws Exception {
    Workshop workshop = engine().workshop();
    ImageDefinition definition =
        workshop.catalog().galleries().definition(id(workshop, scope, gallery, name));
    engine().screen().out().println(RunReport.pretty(definition));
    return 0;
  }

  @Command(
      name = "tag",
      mixinStandardHelpOptions = true,
      description = "Change the tags of an image definition.")
  int tag(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "Its name.") String name,
      @Mixin ResourceScope scope,
      @Mixin TagOptions tags)
      throws Exception {
    Workshop workshop = engine().workshop();
    Galleries galleries = workshop.catalog().galleries();
    DefinitionId id = id(workshop, scope, gallery, name);
    Map<String, String> changed = tags.change(galleries.definition(id).tags());
    galleries.tag(id, changed);
    engine().screen().out().println("The tags of " + id + " are now " + changed + ".");
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Remove an image definition that has no versions.")
  int delete(
      @Parameters(paramLabel = "GALLERY", description = "The gallery.") String gallery,
      @Parameters(paramLabel = "DEFINITION", description = "Its name.") String name,
      @Mixin ResourceScope scope)
      throws Exception {
    Workshop workshop = engine().workshop();
    DefinitionId id = id(workshop, scope, gallery, name);
    workshop.catalog().galleries().deleteDefinition(id);
    engine().screen().out().println("Deleted the image definition " + id + ".");
    return 0;
  }
}
