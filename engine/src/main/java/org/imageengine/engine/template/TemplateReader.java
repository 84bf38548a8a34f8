package org.imageengine.engine.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.template.ImageTemplate.ErrorAction;
import org.imageengine.engine.template.ImageTemplate.ErrorHandling;
import org.imageengine.engine.template.ImageTemplate.Validation;
import org.imageengine.engine.template.ImageTemplate.VmProfile;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Value;
import org.imageengine.engine.text.ValueReader;

/**
 * Reads a template file and checks all that can be checked in the text alone. Every problem is
 * found in one pass. What the reference knows and this version does not do is refused by name.
 */
public final class TemplateReader {
  private static final String TYPE = "Microsoft.VirtualMachineImages/imageTemplates";
  private static final Pattern API_VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-_.]{1,64}");

  private static final int DEFAULT_TIMEOUT_MINUTES = 240;
  private static final int LEAST_TIMEOUT_MINUTES = 6;
  private static final int MOST_TIMEOUT_MINUTES = 960;

  private final Problems problems = new Problems();
  private final Path file;

  private TemplateReader(Path file) {
    this.file = file;
  }

  /** Reads {@code file}, or throws all that is wrong with it. */
  public static ImageTemplate read(Path file) throws ProblemsException {
    if (file.toString().endsWith(".bicep")) {
      throw notYet(file, "Bicep files are not supported yet.", "Give the template as JSON.");
    }
    return new TemplateReader(file).template(ValueReader.readFile(file));
  }

  private static ProblemsException notYet(Path file, String message, String advice) {
    return new ProblemsException(
        List.of(
            Problem.of(
                new Position(file.toString(), 1, 1, ""), "NotSupportedYet", message, advice)));
  }

  private ImageTemplate template(Value value) throws ProblemsException {
    if (value instanceof Value.ObjectValue object
        && object.members().containsKey("$schema")
        && object.members().containsKey("resources")) {
      throw notYet(
          file,
          "Deployment templates ($schema, parameters, resources) are not supported yet.",
          "Give the " + TYPE + " resource by itself, with its expressions filled in.");
    }
    new Expressions(problems).refuseIn(value);
    Optional<ImageTemplate> template = ObjectCursor.over(value, problems).flatMap(this::resource);
    problems.throwIfAny();
    return template.orElseThrow();
  }

  private Optional<ImageTemplate> resource(ObjectCursor root) {
    root.value("$schema");
    root.value("dependsOn");
    root.value("comments");
    root.notYet("identity", "condition", "copy", "scope");
    root.requiredString("type")
        .filter(type -> !type.equalsIgnoreCase(TYPE))
        .ifPresent(
            type ->
                problems.add(
                    root.at("type"),
                    "WrongResourceType",
                    "\"" + type + "\" is not an image template.",
                    "The type must be " + TYPE + "."));
    Optional<String> apiVersion = root.requiredString("apiVersion");
    apiVersion
        .filter(version -> !API_VERSION.matcher(version).matches())
        .ifPresent(
            version ->
                problems.add(
                    root.at("apiVersion"),
                    "BadApiVersion",
                    "\"" + version + "\" is not an API version.",
                    "Write it as 2022-02-14."));
    String name = root.string("name").orElseGet(this::nameOfFile);
    if (!NAME.matcher(name).matches()) {
      problems.add(
          root.at("name"),
          "BadName",
          "The name \"" + name + "\" must be 1 to 64 letters, digits, '-', '_' or '.'.");
    }
    Optional<String> location = root.requiredString("location");
    Map<String, String> tags = root.stringMap("tags");
    Optional<ObjectCursor> properties = root.requiredObject("properties");
    root.finish();
    if (properties.isEmpty()) {
      return Optional.empty();
    }
    return properties(properties.get(), name, apiVersion.orElse(""), location.orElse(""), tags);
  }

  private Optional<ImageTemplate> properties(
      ObjectCursor properties,
      String name,
      String apiVersion,
      String location,
      Map<String, String> tags) {
    properties.notYet("optimize", "stagingResourceGroup", "autoRun", "managedResourceTags");
    final Optional<ImageSource> source =
        properties
            .requiredObject("source")
            .flatMap(cursor -> new SourceReader(problems).read(cursor));
    CustomizerReader customizerReader = new CustomizerReader(problems);
    final List<Customizer> customizers =
        customizerReader.read(properties.array("customize"), "customizer");
    Validation validation =
        properties
            .object("validate")
            .map(cursor -> validation(cursor, customizerReader))
            .orElse(new Validation(false, false, List.of()));
    ErrorHandling errorHandling =
        properties
            .object("errorHandling")
            .map(this::errorHandling)
            .orElse(new ErrorHandling(ErrorAction.CLEANUP, ErrorAction.CLEANUP));
    final Duration timeout = timeout(properties);
    VmProfile vmProfile =
        properties
            .object("vmProfile")
            .map(this::vmProfile)
            .orElse(new VmProfile(Optional.empty(), 0, new Sited("", properties.at())));
    final List<Distribution> distributions = new DistributionReader(problems).read(properties);
    properties.finish();
    return source.map(
        from ->
            new ImageTemplate(
                name,
                apiVersion,
                location,
                tags,
                from,
                customizers,
                validation,
                errorHandling,
                timeout,
                vmProfile,
                distributions));
  }

  private Validation validation(ObjectCursor cursor, CustomizerReader reader) {
    Validation validation =
        new Validation(
            cursor.bool("continueDistributeOnFailure").orElse(false),
            cursor.bool("sourceValidationOnly").orElse(false),
            reader.read(cursor.array("inVMValidations"), "validator"));
    if (validation.sourceValidationOnly() && !cursor.has("inVMValidations")) {
      problems.add(
          cursor.at("sourceValidationOnly"),
          "NothingToValidate",
          "\"sourceValidationOnly\" without \"inVMValidations\" checks nothing.",
          "Add at least one validator.");
    }
    cursor.finish();
    return validation;
  }

  private ErrorHandling errorHandling(ObjectCursor cursor) {
    ErrorHandling handling =
        new ErrorHandling(
            errorAction(cursor, "onCustomizerError"), errorAction(cursor, "onValidationError"));
    cursor.finish();
    return handling;
  }

  private static ErrorAction errorAction(ObjectCursor cursor, String name) {
    return cursor
        .choice(name, List.of("cleanup", "abort"))
        .map(text -> text.equals("abort") ? ErrorAction.ABORT : ErrorAction.CLEANUP)
        .orElse(ErrorAction.CLEANUP);
  }

  private Duration timeout(ObjectCursor properties) {
    int minutes = properties.integer("buildTimeoutInMinutes", 0, MOST_TIMEOUT_MINUTES).orElse(0);
    if (minutes > 0 && minutes < LEAST_TIMEOUT_MINUTES) {
      problems.add(
          properties.at("buildTimeoutInMinutes"),
          "OutOfRange",
          minutes + " minutes is too short: the minimum is " + LEAST_TIMEOUT_MINUTES + ".",
          "0 means the default of " + DEFAULT_TIMEOUT_MINUTES + ".");
    }
    return Duration.ofMinutes(minutes == 0 ? DEFAULT_TIMEOUT_MINUTES : minutes);
  }

  private VmProfile vmProfile(ObjectCursor cursor) {
    cursor.notYet("vnetConfig", "userAssignedIdentities", "additionalDataDisks");
    Optional<Sited> vmSize =
        cursor
            .string("vmSize")
            .filter(text -> !text.isEmpty())
            .map(text -> new Sited(text, cursor.at("vmSize")));
    int osDiskSize = cursor.integer("osDiskSizeGB", 0, 1 << 16).orElse(0);
    cursor.finish();
    return new VmProfile(
        vmSize, osDiskSize, new Sited(String.valueOf(osDiskSize), cursor.at("osDiskSizeGB")));
  }

  private String nameOfFile() {
    Path last = file.getFileName();
    String name = last == null ? "template" : last.toString().replaceFirst("\\.[^.]*$", "");
    String legal = name.replaceAll("[^A-Za-z0-9-_.]", "-");
    return legal.isEmpty() ? "template" : legal.substring(0, Math.min(64, legal.length()));
  }
}
