package org.imageengine.engine.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.expression.JsonText;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Value;

/**
 * A template that was read, and what its file holds beside it.
 *
 * @param resource the evaluated resource, with the secrets that were passed to it
 * @param warnings what is accepted here and worth a change
 * @param others resources that are not of our concern
 * @param galleries galleries and image definitions that the file declares
 * @param secrets the values of secure parameters, which must not be shown
 */
public record TemplateDocument(
    ImageTemplate template,
    Value.ObjectValue resource,
    List<Problem> warnings,
    List<OtherResource> others,
    List<GalleryDeclaration> galleries,
    Secrets secrets) {

  public TemplateDocument {
    warnings = List.copyOf(warnings);
    others = List.copyOf(others);
    galleries = List.copyOf(galleries);
  }

  /** The same with another template. */
  public TemplateDocument with(ImageTemplate changed) {
    return new TemplateDocument(changed, resource, warnings, others, galleries, secrets);
  }

  /**
   * The evaluated resource as ARM JSON, which is a template again: a text that looks like an
   * expression has its first bracket doubled.
   */
  public String armJson() {
    return JsonText.pretty(escaped(resource));
  }

  private static Value escaped(Value value) {
    if (value instanceof Value.ObjectValue object) {
      Map<String, Value.Member> members = new LinkedHashMap<>();
      object
          .members()
          .forEach(
              (name, member) ->
                  members.put(
                      escaped(name), new Value.Member(member.nameAt(), escaped(member.value()))));
      return new Value.ObjectValue(object.at(), members);
    }
    if (value instanceof Value.ArrayValue array) {
      return new Value.ArrayValue(
          array.at(), array.items().stream().map(TemplateDocument::escaped).toList());
    }
    return value instanceof Value.StringValue text
        ? new Value.StringValue(text.at(), escaped(text.text()))
        : value;
  }

  private static String escaped(String text) {
    return text.startsWith("[") && text.endsWith("]") ? "[" + text : text;
  }

  /** A resource of another type. */
  public record OtherResource(Position at, String type, String name) {}
}
