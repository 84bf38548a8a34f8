package org.imageengine.engine.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.template.Customizer.GuestOs;
import org.imageengine.engine.template.Customizer.RemoteContent;
import org.imageengine.engine.template.Customizer.Script;
import org.imageengine.engine.template.Customizer.Type;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;
import org.imageengine.provisioners.windows.UpdateFilters;

/** Reads {@code properties.customize} and {@code properties.validate.inVMValidations}. */
final class CustomizerReader {
  static final List<String> CUSTOMIZERS =
      List.of("Shell", "PowerShell", "File", "WindowsRestart", "WindowsUpdate");
  static final List<String> VALIDATORS = List.of("Shell", "PowerShell", "File");

  private static final String DEFAULT_RESTART = "shutdown /r /f /t 0 /c \"packer restart\"";
  private static final Duration DEFAULT_RESTART_TIMEOUT = Duration.ofMinutes(5);
  private static final String DEFAULT_SEARCH = "BrowseOnly=0 and IsInstalled=0";
  private static final int DEFAULT_UPDATE_LIMIT = 1000;
  private static final Pattern WINDOWS_FILE = Pattern.compile("[A-Za-z]:[\\\\/](.*[^\\\\/])?");

  private final Spelling spelling;
  private final Problems problems;
  private final TemplateRequest.Rules rules;

  CustomizerReader(Spelling spelling, TemplateRequest.Rules rules) {
    this.spelling = spelling;
    this.problems = spelling.problems();
    this.rules = rules;
  }

  /** Reads all entries, each of one of {@code types}. */
  List<Customizer> read(List<Value> entries, List<String> types) {
    List<Customizer> customizers = new ArrayList<>();
    int number = 1;
    for (Value entry : entries) {
      one(entry, types, number++).ifPresent(customizers::add);
    }
    return customizers;
  }

  /** A template is for one operating system; steps for both cannot all run. */
  void checkOneOs(List<Customizer> steps) {
    Optional<Customizer> first =
        steps.stream().filter(step -> step.type().os() != GuestOs.ANY).findFirst();
    if (first.isEmpty()) {
      return;
    }
    steps.stream()
        .filter(step -> step.type().os() != GuestOs.ANY)
        .filter(step -> step.type().os() != first.get().type().os())
        .findFirst()
        .ifPresent(
            step ->
                problems.add(
                    step.at(),
                    "MixedSystems",
                    String.format(
                        "%s is for %s, and %s in line %d is for %s.",
                        step.type().word(),
                        step.type().os() == GuestOs.LINUX ? "Linux" : "Windows",
                        first.get().type().word(),
                        first.get().at().line(),
                        first.get().type().os() == GuestOs.LINUX ? "Linux" : "Windows"),
                    "An image has one operating system."));
  }

  private Optional<Customizer> one(Value entry, List<String> types, int number) {
    Optional<String> type = TypedEntry.type(entry, types, spelling);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    return switch (type.get()) {
      case "Shell" -> spelling.object(entry, Shape.SHELL).flatMap(object -> shell(object, number));
      case "PowerShell" ->
          spelling.object(entry, Shape.POWER_SHELL).flatMap(object -> powerShell(object, number));
      case "File" -> spelling.object(entry, Shape.FILE).flatMap(object -> file(object, number));
      case "WindowsRestart" ->
          spelling.object(entry, Shape.WINDOWS_RESTART).map(object -> restart(object, number));
      default -> spelling.object(entry, Shape.WINDOWS_UPDATE).map(object -> update(object, number));
    };
  }

  private static String name(ShapedObject object, Type type, int number) {
    return object.string("name").filter(text -> !text.isBlank()).orElse(type.word() + " " + number);
  }

  private Optional<Customizer> shell(ShapedObject object, int number) {
    String name = name(object, Type.SHELL, number);
    return ContentReader.script(object, "Shell")
        .map(script -> new Customizer.Shell(object.at(), name, script));
  }

  private Optional<Customizer> powerShell(ShapedObject object, int number) {
    String name = name(object, Type.POWER_SHELL, number);
    boolean elevated = object.truth("runElevated");
    boolean asSystem = object.truth("runAsSystem");
    List<Integer> codes = object.integers("validExitCodes");
    if (asSystem && !elevated) {
      object.problem(
          "runAsSystem",
          "NeedsElevated",
          "\"runAsSystem\" is only for a step that runs elevated.",
          "Set \"runElevated\" to true as well.");
    }
    Optional<Script> script = ContentReader.script(object, "PowerShell");
    return script.map(
        found ->
            new Customizer.PowerShell(
                object.at(),
                name,
                found,
                elevated,
                asSystem,
                codes.isEmpty() ? List.of(0) : codes));
  }

  private Optional<Customizer> file(ShapedObject object, int number) {
    String name = name(object, Type.FILE, number);
    Optional<Sited> uri = object.requiredSited("sourceUri");
    Optional<Sited> destination = object.requiredSited("destination");
    Optional<String> sha256 = ContentReader.sha256(object);
    destination.ifPresent(this::checkDestination);
    if (uri.isEmpty() || destination.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Customizer.File(
            object.at(), name, new RemoteContent(uri.get(), sha256), destination.get()));
  }

  private void checkDestination(Sited destination) {
    String path = destination.text();
    if (WINDOWS_FILE.matcher(path).matches()) {
      return;
    }
    if (!path.startsWith("/") || path.endsWith("/")) {
      problems.add(
          destination.at(),
          "BadDestination",
          "\"" + path + "\" is not an absolute path with a file name.",
          "Write it as /tmp/name, or C:\\folder\\name for Windows.");
    } else if (!rules.anyLinuxDestination()
        && (!path.startsWith("/tmp/") || List.of(path.split("/")).contains(".."))) {
      problems.add(
          destination.at(),
          "BadDestination",
          "\""
              + path
              + "\" is not below /tmp, the only path of a Linux guest that Image Builder"
              + " writes to.",
          "Copy to /tmp and move it in a Shell step; or set template.linuxFileDestinations to any"
              + " in the configuration of this host.");
    }
  }

  private Customizer restart(ShapedObject object, int number) {
    return new Customizer.WindowsRestart(
        object.at(),
        name(object, Type.WINDOWS_RESTART, number),
        object.text("restartCommand").orElse(DEFAULT_RESTART),
        object.string("restartCheckCommand").orElse(""),
        object
            .sited("restartTimeout")
            .flatMap(text -> duration(text))
            .orElse(DEFAULT_RESTART_TIMEOUT));
  }

  private Optional<Duration> duration(Sited text) {
    Optional<Duration> duration = GoDuration.parse(text.text());
    if (duration.isEmpty()) {
      problems.add(
          text.at(),
          "BadDuration",
          "\"" + text.text() + "\" is not a duration.",
          "Write a number and a unit, such as 5m, 90s or 1h30m.");
    }
    return duration;
  }

  private Customizer update(ShapedObject object, int number) {
    List<String> filters = object.strings("filters");
    for (String filter : filters) {
      UpdateFilters.check(filter)
          .ifPresent(message -> object.problem("filters", "BadFilter", message, ""));
    }
    int limit = object.integer("updateLimit", 0, Integer.MAX_VALUE);
    return new Customizer.WindowsUpdate(
        object.at(),
        name(object, Type.WINDOWS_UPDATE, number),
        object.text("searchCriteria").orElse(DEFAULT_SEARCH),
        filters,
        limit == 0 ? DEFAULT_UPDATE_LIMIT : limit);
  }
}
