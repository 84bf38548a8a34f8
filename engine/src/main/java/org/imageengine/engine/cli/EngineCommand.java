package org.imageengine.engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.distributors.Catalog;
import org.imageengine.engine.Failures;
import org.imageengine.engine.build.Workshop;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.ConfigReader;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.EngineHome;
import org.imageengine.engine.config.VmSizes;
import org.imageengine.engine.run.Reaper;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.ValueReader;
import org.imageengine.hypervisor.Hypervisor;
import org.imageengine.hypervisor.QemuImg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: what all commands have in common. */
@Command(
    name = "engine",
    description = "Builds golden VM images on this host from Azure Image Builder templates.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:the build failed",
      "2:the template or the command is wrong",
      "3:this host is not ready",
      "4:timed out or canceled"
    },
    footer = {
      "",
      "Start with: engine doctor",
      "State is kept in $ENGINE_HOME (/var/lib/engine for root, ~/.local/share/engine for others)."
    })
final class EngineCommand implements Runnable {
  private final Screen screen;

  @Spec private CommandSpec spec;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Keep state in this directory instead of $ENGINE_HOME.")
  private Path home;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read this configuration after the others.")
  private Path config;

  @Option(
      names = "--accelerator",
      paramLabel = "auto|kvm|tcg",
      scope = ScopeType.INHERIT,
      description = "How guests are run: KVM, software emulation, or what works (auto).")
  private String accelerator;

  EngineCommand(Screen screen) {
    this.screen = screen;
  }

  private boolean createMissingGalleries;

  /** Takes galleries and image definitions that are missing as if they were to be made. */
  void createMissingGalleries(boolean create) {
    createMissingGalleries = create;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  Screen screen() {
    return screen;
  }

  EngineHome home() {
    Map<String, String> environment = System.getenv();
    return home != null
        ? new EngineHome(home.toAbsolutePath().normalize())
        : EngineHome.of(environment, user(), Path.of(System.getProperty("user.home")));
  }

  static String user() {
    return System.getProperty("user.name");
  }

  /** The folder of this distribution. */
  static Path distribution() {
    return Path.of(System.getProperty("engine.dist", "."));
  }

  EngineConfig config() throws ProblemsException {
    List<Path> files = new ArrayList<>();
    files.add(distribution().resolve("conf/engine.yaml"));
    files.add(Path.of("/etc/engine/engine.yaml"));
    files.add(home().configFile());
    if (config != null) {
      // Named on the command line, so it has to be there.
      var unused = ValueReader.readFile(config);
      files.add(config);
    }
    Map<ConfigKey, String> flags = new EnumMap<>(ConfigKey.class);
    if (accelerator != null) {
      flags.put(ConfigKey.HYPERVISOR_ACCELERATOR, accelerator);
    }
    if (createMissingGalleries) {
      flags.put(ConfigKey.CATALOG_CREATE_MISSING_GALLERIES, "true");
    }
    return ConfigReader.read(files, System.getenv(), flags);
  }

  /** What commands work with. Removes first what runs have left behind whose process is gone. */
  Workshop workshop() throws Exception {
    Workshop workshop = workshopAsItIs();
    for (Reaper.Reaped reaped : reap(workshop)) {
      screen
          .err()
          .println(
              reaped.failures().isEmpty()
                  ? "Removed what run " + reaped.runId() + " had left behind."
                  : screen.yellow("warning: ")
                      + "Could not remove all that run "
                      + reaped.runId()
                      + " has left behind: "
                      + Failures.of(reaped.failures().get(0)).getMessage());
    }
    return workshop;
  }

  /** The same, and nothing is removed. */
  Workshop workshopAsItIs() throws ProblemsException {
    EngineHome engineHome = home();
    VmSizes sizes =
        VmSizes.read(
            List.of(distribution().resolve("conf/vm-sizes.yaml"), engineHome.vmSizesFile()));
    return new Workshop(
        engineHome, config(), sizes, Catalog.open(engineHome.path()), new QemuImg(), user());
  }

  static List<Reaper.Reaped> reap(Workshop workshop) throws Exception {
    Hypervisor[] connection = new Hypervisor[1];
    try {
      return workshop
          .reaper(
              () -> {
                if (connection[0] == null) {
                  connection[0] = workshop.connect();
                }
                return connection[0];
              })
          .reap();
    } finally {
      Optional.ofNullable(connection[0]).ifPresent(Hypervisor::close);
    }
  }
}
