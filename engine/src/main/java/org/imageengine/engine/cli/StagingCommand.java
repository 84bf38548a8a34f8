package org.imageengine.engine.cli;

import java.util.List;
import java.util.Map;
import org.imageengine.distributors.StagingGroup;
import org.imageengine.distributors.StagingGroups;
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

/** {@code engine staging}: the staging resource groups of templates. */
@Command(
    name = "staging",
    mixinStandardHelpOptions = true,
    description = {
      "Make, list and delete staging resource groups.",
      "A build puts VHDs there that its template names no place for."
    })
final class StagingCommand implements Runnable {
  @ParentCommand private EngineCommand engine;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which of create, list, delete?");
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a group for a template to use; it stays when the template goes.")
  int create(
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Option(
              names = "--location",
              paramLabel = "REGION",
              description = "Its region; the configuration's where not given.")
          String location,
      @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag; may be repeated.")
          Map<String, String> tags)
      throws Exception {
    Workshop workshop = engine.workshop();
    StagingGroup group =
        workshop
            .catalog()
            .stagingGroups()
            .create(
                name,
                location != null ? location : workshop.config().get(ConfigKey.LOCATION),
                tags == null ? Map.of() : tags);
    engine.screen().out().println("Made the resource group " + group.name() + ".");
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "List all groups.")
  int list(@Mixin OutputOption output) throws Exception {
    StagingGroups groups = engine.workshop().catalog().stagingGroups();
    List<StagingGroup> all = groups.list();
    if (output.json()) {
      engine.screen().out().println(RunReport.pretty(all));
      return 0;
    }
    Table table = new Table("NAME", "LOCATION", "TEMPLATE", "FILES", "DIRECTORY");
    for (StagingGroup group : all) {
      table.row(
          group.name(),
          group.location(),
          group.template(),
          Integer.toString(groups.content(group.name()).size()),
          groups.directory(group.name()).toString());
    }
    table.print(engine.screen().out());
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = {
        "Do what the end of a template does to its groups, with all that is in them: those that the"
            + " engine has made are deleted, the others are emptied."
      })
  int delete(
      @Option(
              names = "--template",
              paramLabel = "NAME",
              required = true,
              description = "The template whose groups they are.")
          String template,
      @Mixin ResourceScope scope)
      throws Exception {
    Workshop workshop = engine.workshop();
    List<String> done =
        workshop.catalog().stagingGroups().endOf(template, scope.resourceGroup(workshop.config()));
    done.forEach(engine.screen().out()::println);
    if (done.isEmpty()) {
      engine.screen().out().println("No group belongs to the template " + template + ".");
    }
    return 0;
  }
}
