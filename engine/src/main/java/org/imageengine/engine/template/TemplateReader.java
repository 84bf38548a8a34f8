package org.imageengine.engine.template;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.imageengine.engine.deployment.DeploymentScope;
import org.imageengine.engine.deployment.ResourceFinder;
import org.imageengine.engine.expression.Session;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.engine.text.Suggestions;
import org.imageengine.engine.text.Value;

/**
 * Reads a template file and checks all that can be checked in the text alone. Every problem is
 * found in one pass, and nothing that a file can hold makes it fail otherwise.
 */
public final class TemplateReader {
  static final String IMAGE_TEMPLATE = "Microsoft.VirtualMachineImages/imageTemplates";
  private static final Set<String> WANTED =
      Set.of(
          IMAGE_TEMPLATE.toLowerCase(Locale.ROOT),
          GalleryReader.GALLERY.toLowerCase(Locale.ROOT),
          GalleryReader.DEFINITION.toLowerCase(Locale.ROOT));

  private final TemplateRequest request;
  private final Problems problems = new Problems();
  private final Session session = new Session(Instant.now(), problems);

  private TemplateReader(TemplateRequest request) {
    this.request = request;
  }

  /** Reads the template, or throws all that is wrong with it. */
  public static TemplateDocument read(TemplateRequest request) throws ProblemsException {
    TemplateReader reader = new TemplateReader(request);
    try {
      return reader.document();
    } catch (ProblemsException e) {
      throw new Secrets(reader.session.secrets()).mask(e);
    } catch (StackOverflowError e) {
      // The limits on depth keep this from happening; if one is missing, it is still no crash.
      throw new ProblemsException(
          List.of(
              Problem.of(
                  new Position(request.file().toString(), 1, 1, ""),
                  "TooComplex",
                  "The template is nested too deeply.")));
    }
  }

  private TemplateDocument document() throws ProblemsException {
    TemplateFile.Read read = new TemplateFile(session, problems, request.facts()).read(request);
    DeploymentScope scope =
        new DeploymentScope(
            read.deployment(), read.given(), request.facts(), session, Optional.empty());
    ResourceFinder finder =
        new ResourceFinder(type -> WANTED.contains(type.toLowerCase(Locale.ROOT)));
    finder.search(scope);
    Optional<ResourceFinder.Found> chosen = choose(finder);
    List<GalleryDeclaration> galleries =
        finder.found().stream()
            .filter(found -> !isImageTemplate(found))
            .flatMap(found -> new GalleryReader(problems).read(found).stream())
            .toList();
    Optional<Value.ObjectValue> resource =
        chosen.map(found -> (Value.ObjectValue) Paths.from(found.body(), ""));
    Optional<ImageTemplate> template =
        resource.flatMap(value -> new ResourceReader(problems, request.rules()).read(value));
    problems.throwIfAny();
    finder
        .closedModules()
        .forEach(
            one -> problems.warn(one.at(), one.code(), one.message(), one.advice().orElse("")));
    Secrets secrets = new Secrets(session.secrets());
    return new TemplateDocument(
        template.orElseThrow(),
        resource.orElseThrow(),
        problems.warnings().stream().map(secrets::mask).toList(),
        finder.others().stream()
            .map(
                other -> new TemplateDocument.OtherResource(other.at(), other.type(), other.name()))
            .toList(),
        galleries,
        secrets);
  }

  private static boolean isImageTemplate(ResourceFinder.Found found) {
    return found.type().equalsIgnoreCase(IMAGE_TEMPLATE);
  }

  /** The image template that is meant; if none can be chosen, that is a problem. */
  private Optional<ResourceFinder.Found> choose(ResourceFinder finder) {
    List<ResourceFinder.Found> templates =
        finder.found().stream().filter(TemplateReader::isImageTemplate).toList();
    if (templates.isEmpty()) {
      if (problems.isEmpty()) {
        none(finder);
      }
      return Optional.empty();
    }
    List<String> names = templates.stream().map(TemplateReader::nameOf).toList();
    if (request.templateName().isPresent()) {
      String wanted = request.templateName().get();
      Optional<ResourceFinder.Found> named =
          templates.stream().filter(found -> nameOf(found).equalsIgnoreCase(wanted)).findFirst();
      if (named.isEmpty()) {
        problems.add(
            templates.get(0).at(),
            "NoTemplate",
            "There is no image template \"" + wanted + "\" in the file.",
            Suggestions.didYouMean(wanted, names));
      }
      return named;
    }
    if (templates.size() > 1) {
      problems.add(
          templates.get(1).at(),
          "SeveralTemplates",
          "The file has "
              + templates.size()
              + " image templates: "
              + String.join(", ", names)
              + ".",
          "Choose one with --template-name.");
      return Optional.empty();
    }
    return Optional.of(templates.get(0));
  }

  private static String nameOf(ResourceFinder.Found found) {
    Value.Member name = found.body().members().get("name");
    return name != null && name.value() instanceof Value.StringValue text ? text.text() : "?";
  }

  private void none(ResourceFinder finder) {
    Position at = new Position(request.file().toString(), 1, 1, "");
    List<String> types = new ArrayList<>();
    finder.others().forEach(other -> types.add(other.type()));
    finder.found().forEach(found -> types.add(found.type()));
    finder.closedModules().forEach(problems::add);
    if (types.size() == 1) {
      ResourceFinder.Other only = finder.others().isEmpty() ? null : finder.others().get(0);
      problems.add(
          only == null ? at : only.at(),
          "WrongResourceType",
          "\"" + types.get(0) + "\" is not an image template.",
          "The type must be " + IMAGE_TEMPLATE + ".");
    } else {
      problems.add(
          at,
          "NoTemplate",
          "The file has no resource of the type " + IMAGE_TEMPLATE + ".",
          types.isEmpty()
              ? "It has no resources at all, or none whose condition holds."
              : "It has: " + String.join(", ", types.stream().distinct().toList()) + ".");
    }
  }
}
