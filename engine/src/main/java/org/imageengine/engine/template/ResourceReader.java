package org.imageengine.engine.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.template.ImageTemplate.ErrorAction;
import org.imageengine.engine.template.ImageTemplate.ErrorHandling;
import org.imageengine.engine.template.ImageTemplate.Optimization;
import org.imageengine.engine.template.ImageTemplate.Validation;
import org.imageengine.engine.template.ImageTemplate.VmProfile;
import org.imageengine.engine.template.ImageTemplate.Workload;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/**
 * Reads an evaluated image template resource: every property of the reference, into typed records,
 * with defaults applied and each rule checked that the text alone can show.
 */
final class ResourceReader {
  private static final Pattern API_VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-preview)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-_.]{1,64}");
  private static final List<String> STATES = List.of("Enabled", "Disabled");
  private static final int DEFAULT_TIMEOUT_MINUTES = 240;
  private static final int LEAST_TIMEOUT_MINUTES = 6;
  private static final int MOST_TIMEOUT_MINUTES = 960;

  private final Problems problems;
  private final TemplateRequest.Rules rules;

  ResourceReader(Problems problems, TemplateRequest.Rules rules) {
    this.problems = problems;
    this.rules = rules;
  }

  Optional<ImageTemplate> read(Value.ObjectValue resource) {
    String apiVersion = apiVersion(resource);
    Spelling spelling = new Spelling(apiVersion, problems);
    return spelling.object(resource, Shape.RESOURCE).flatMap(root -> read(root, apiVersion));
  }

  private String apiVersion(Value.ObjectValue resource) {
    ObjectCursor cursor = new ObjectCursor(resource, problems);
    Optional<String> version = cursor.requiredString("apiVersion");
    version
        .filter(text -> !API_VERSION.matcher(text).matches())
        .ifPresent(
            text ->
                problems.add(
                    cursor.at("apiVersion"),
                    "BadApiVersion",
                    "\"" + text + "\" is not an API version.",
                    "Write it as 2022-07-01."));
    return version.orElse("");
  }

  private Optional<ImageTemplate> read(ShapedObject root, String apiVersion) {
    String name = root.string("name").orElse("");
    if (root.value("name").filter(Value.StringValue.class::isInstance).isPresent()
        && !NAME.matcher(name).matches()) {
      root.problem(
          "name",
          "BadName",
          "The name \"" + name + "\" must be 1 to 64 letters, digits, '-', '_' or '.'.",
          "");
    }
    Optional<String> location = root.requiredString("location");
    Map<String, String> tags = root.stringMap("tags");
    List<Sited> identities =
        root.object("identity", Shape.IDENTITY).map(this::identities).orElse(List.of());
    Optional<ShapedObject> properties = root.requiredObject("properties", Shape.PROPERTIES);
    if (properties.isEmpty()) {
      return Optional.empty();
    }
    Head head = new Head(name, apiVersion, location.orElse(""), tags, identities);
    return properties(properties.get(), head);
  }

  private record Head(
      String name,
      String apiVersion,
      String location,
      Map<String, String> tags,
      List<Sited> identities) {}

  private List<Sited> identities(ShapedObject object) {
    Optional<String> type = object.word("type", List.of("UserAssigned", "None"));
    List<Sited> identities = new ArrayList<>();
    object
        .value("userAssignedIdentities")
        .flatMap(value -> ObjectCursor.over(value, problems))
        .ifPresent(
            cursor ->
                cursor
                    .members()
                    .forEach((id, member) -> identities.add(new Sited(id, member.nameAt()))));
    identities.forEach(id -> ResourceIdForm.IDENTITY.check(id, problems));
    if (identities.size() > 1) {
      problems.add(
          identities.get(1).at(),
          "OneIdentity",
          "An image template has a single identity, here are " + identities.size() + ".",
          "Identities for the build VM go into properties.vmProfile.userAssignedIdentities.");
    }
    if (!identities.isEmpty() && (type.filter("None"::equals).isPresent() || !object.has("type"))) {
      problems.add(
          type.isPresent() ? object.at("type") : object.at(),
          "IdentityType",
          "An identity is given, so the \"type\" must be UserAssigned.");
    }
    if (identities.isEmpty() && type.filter("UserAssigned"::equals).isPresent()) {
      object.problem(
          "type",
          "NoIdentity",
          "The type is UserAssigned, and \"userAssignedIdentities\" names none.",
          "Name one, or leave \"identity\" out: nothing here needs it.");
    }
    return identities;
  }

  private Optional<ImageTemplate> properties(ShapedObject properties, Head head) {
    Spelling spelling = properties.spelling();
    final Optional<ImageSource> source =
        properties.required("source").flatMap(value -> new SourceReader(spelling).read(value));
    CustomizerReader reader = new CustomizerReader(spelling, rules);
    final List<Customizer> customizers =
        reader.read(properties.array("customize"), CustomizerReader.CUSTOMIZERS);
    final Validation validation =
        properties
            .object("validate", Shape.VALIDATE)
            .map(object -> validation(object, reader))
            .orElse(new Validation(false, false, List.of()));
    List<Customizer> steps = new ArrayList<>(customizers);
    steps.addAll(validation.validators());
    reader.checkOneOs(steps);
    final ErrorHandling errorHandling =
        properties
            .object("errorHandling", Shape.ERROR_HANDLING)
            .map(ResourceReader::errorHandling)
            .orElse(new ErrorHandling(ErrorAction.CLEANUP, ErrorAction.CLEANUP));
    final Optimization optimization =
        properties
            .object("optimize", Shape.OPTIMIZE)
            .map(ResourceReader::optimization)
            .orElse(new Optimization(false, Optional.empty()));
    final Duration timeout = timeout(properties);
    final VmProfile vmProfile =
        properties
            .object("vmProfile", Shape.VM_PROFILE)
            .map(object -> new VmProfileReader(spelling).read(object))
            .orElse(
                new VmProfile(
                    Optional.empty(),
                    0,
                    new Sited("", properties.at()),
                    List.of(),
                    Optional.empty(),
                    List.of()));
    final List<Distribution> distributions = new DistributionReader(spelling).read(properties);
    final Optional<Sited> staging = properties.sited("stagingResourceGroup");
    staging.ifPresent(id -> ResourceIdForm.GROUP.check(id, problems));
    final boolean autoRun =
        properties.object("autoRun", Shape.AUTO_RUN).map(object -> isEnabled(object)).orElse(false);
    final Map<String, String> managedTags = properties.stringMap("managedResourceTags");
    return source.map(
        from ->
            new ImageTemplate(
                head.name(),
                head.apiVersion(),
                head.location(),
                head.tags(),
                head.identities(),
                from,
                customizers,
                optimization,
                validation,
                errorHandling,
                timeout,
                vmProfile,
                distributions,
                staging,
                autoRun,
                managedTags));
  }

  private static boolean isEnabled(ShapedObject object) {
    return object.word("state", STATES).filter("Enabled"::equals).isPresent();
  }

  private static Optimization optimization(ShapedObject object) {
    boolean vmBoot =
        object.object("vmBoot", Shape.VM_BOOT).map(ResourceReader::isEnabled).orElse(false);
    Optional<Workload> workload =
        object.object("workload", Shape.WORKLOAD).flatMap(ResourceReader::workload);
    return new Optimization(vmBoot, workload);
  }

  private static Optional<Workload> workload(ShapedObject object) {
    boolean enabled = isEnabled(object);
    Optional<String> sha256 = ContentReader.sha256(object);
    Optional<Customizer.RemoteContent> script =
        object.sited("scriptUri").map(uri -> new Customizer.RemoteContent(uri, sha256));
    return enabled
        ? Optional.of(new Workload(new Sited("workload", object.at()), script))
        : Optional.empty();
  }

  private Validation validation(ShapedObject object, CustomizerReader reader) {
    Validation validation =
        new Validation(
            object.truth("continueDistributeOnFailure"),
            object.truth("sourceValidationOnly"),
            reader.read(object.array("inVMValidations"), CustomizerReader.VALIDATORS));
    if (validation.sourceValidationOnly() && !object.has("inVMValidations")) {
      object.problem(
          "sourceValidationOnly",
          "NothingToValidate",
          "\"sourceValidationOnly\" without \"inVMValidations\" checks nothing.",
          "Add at least one validator.");
    }
    return validation;
  }

  private static ErrorHandling errorHandling(ShapedObject object) {
    return new ErrorHandling(
        errorAction(object, "onCustomizerError"), errorAction(object, "onValidationError"));
  }

  private static ErrorAction errorAction(ShapedObject object, String name) {
    return object
        .word(name, List.of("cleanup", "abort"))
        .map(text -> text.equals("abort") ? ErrorAction.ABORT : ErrorAction.CLEANUP)
        .orElse(ErrorAction.CLEANUP);
  }

  private static Duration timeout(ShapedObject properties) {
    int minutes = properties.integer("buildTimeoutInMinutes", 0, MOST_TIMEOUT_MINUTES);
    if (minutes > 0 && minutes < LEAST_TIMEOUT_MINUTES) {
      properties.problem(
          "buildTimeoutInMinutes",
          "OutOfRange",
          minutes + " minutes is too short: the minimum is " + LEAST_TIMEOUT_MINUTES + ".",
          "0 means the default of " + DEFAULT_TIMEOUT_MINUTES + ".");
    }
    return Duration.ofMinutes(minutes == 0 ? DEFAULT_TIMEOUT_MINUTES : minutes);
  }
}
