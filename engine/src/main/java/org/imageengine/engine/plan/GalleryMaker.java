package org.imageengine.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.DefinitionId;
import org.imageengine.distributors.DefinitionSpec;
import org.imageengine.distributors.GalleryId;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.OsType;
import org.imageengine.engine.template.GalleryDeclaration;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;

/** Makes the galleries and image definitions that a template file declares and that are missing. */
public final class GalleryMaker {
  private final Catalog catalog;

  public GalleryMaker(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Makes what is missing; answers with a sentence for each. */
  public List<String> make(List<GalleryDeclaration> declarations)
      throws CatalogException, ProblemsException {
    List<String> made = new ArrayList<>();
    for (GalleryDeclaration declaration : declarations) {
      GalleryId gallery =
          new GalleryId(
              declaration.subscription(), declaration.resourceGroup(), declaration.gallery());
      if (catalog.galleries().findGallery(gallery).isEmpty()) {
        Map<String, String> tags =
            declaration.definition().isEmpty() ? declaration.tags() : Map.of();
        var unused = catalog.galleries().createGallery(gallery, declaration.location(), tags);
        made.add("Made the gallery " + gallery + ".");
      }
      if (declaration.definition().isPresent()) {
        definition(gallery, declaration, made);
      }
    }
    return made;
  }

  private void definition(GalleryId gallery, GalleryDeclaration declaration, List<String> made)
      throws CatalogException, ProblemsException {
    GalleryDeclaration.Definition wanted = declaration.definition().orElseThrow();
    DefinitionId id = new DefinitionId(gallery, wanted.name());
    if (catalog.galleries().findDefinition(id).isPresent()) {
      return;
    }
    var unused =
        catalog
            .galleries()
            .createDefinition(
                id,
                DefinitionSpec.of(
                    word(OsType.values(), wanted.osType(), declaration),
                    word(Generation.values(), wanted.generation(), declaration),
                    wanted.publisher(),
                    wanted.offer(),
                    wanted.sku(),
                    declaration.location()));
    made.add("Made the image definition " + id + ".");
  }

  private static <T extends Enum<T>> T word(T[] values, String word, GalleryDeclaration declaration)
      throws ProblemsException {
    for (T value : values) {
      if (value.name().equalsIgnoreCase(word)) {
        return value;
      }
    }
    throw new ProblemsException(
        List.of(
            Problem.of(
                declaration.at(),
                "NotAllowed",
                "\"" + word + "\" is not one of " + List.of(values) + ".")));
  }
}
