package org.imageengine.engine.template;

import java.util.List;
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

  /** A resource of another type. */
  public record OtherResource(Position at, String type, String name) {}
}
