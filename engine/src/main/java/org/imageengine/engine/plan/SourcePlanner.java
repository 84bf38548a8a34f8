package org.imageengine.engine.plan;

import java.util.List;
import java.util.Optional;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.ImageVersionId;
import org.imageengine.distributors.ManagedImageId;
import org.imageengine.distributors.OsState;
import org.imageengine.distributors.OsType;
import org.imageengine.distributors.PlatformUrn;
import org.imageengine.distributors.SysprepBudget;
import org.imageengine.distributors.TargetRegion;
import org.imageengine.engine.template.Customizer;
import org.imageengine.engine.template.Customizer.GuestOs;
import org.imageengine.engine.template.ImageSource;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.text.Problems;

/** Finds the source image in the catalog, and checks that the steps are for its system. */
final class SourcePlanner {
  private final Catalog catalog;
  private final Problems problems;

  SourcePlanner(Catalog catalog, Problems problems) {
    this.catalog = catalog;
    this.problems = problems;
  }

  /** The source of {@code template}; nothing and a problem if there is none. */
  Optional<CatalogImage> find(ImageTemplate template) throws CatalogException {
    ImageSource source = template.source();
    try {
      CatalogImage image = resolve(source, template.location());
      if (image.osState() != OsState.Generalized) {
        problems.add(
            source.at(),
            "SpecializedSource",
            "The image " + image.id() + " is specialized; only generalized images are sources.");
      }
      checkSysprep(source, image);
      checkSteps(template.customizers(), image);
      checkSteps(template.validation().validators(), image);
      return Optional.of(image);
    } catch (CatalogException e) {
      if (e.code() != CatalogException.Code.NOT_FOUND) {
        throw e;
      }
      problems.add(source.at(), "SourceNotFound", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The image, which must be where the template is, as the reference says of managed images and
   * image versions.
   */
  private CatalogImage resolve(ImageSource source, String region) throws CatalogException {
    if (source instanceof ImageSource.PlatformImage wanted) {
      return catalog
          .platformImages()
          .resolve(
              new PlatformUrn(wanted.publisher(), wanted.offer(), wanted.sku(), wanted.version()));
    }
    if (source instanceof ImageSource.ManagedImage managed) {
      CatalogImage image =
          catalog.managedImages().managedImage(ManagedImageId.parse(managed.imageId().text()));
      if (!isSame(image.location(), region)) {
        throw notFound(
            String.format(
                "The managed image %s is in %s and the template is in %s; they must be in one"
                    + " region.",
                image.id(), image.location(), region));
      }
      return image;
    }
    String id = ((ImageSource.SharedImageVersion) source).imageVersionId().text();
    if (!id.regionMatches(true, 0, "/subscriptions/", 0, "/subscriptions/".length())) {
      throw notFound(
          "The version "
              + id
              + " is in a gallery that is shared in Azure, not in the catalog here.");
    }
    return catalog.versions().resolve(ImageVersionId.parse(id), Optional.of(region));
  }

  private static boolean isSame(String region, String other) {
    return TargetRegion.normalized(region).equals(TargetRegion.normalized(other));
  }

  private static CatalogException notFound(String message) {
    return new CatalogException(CatalogException.Code.NOT_FOUND, message);
  }

  /** Windows can be generalized so often only, counted along the chain of its sources. */
  private void checkSysprep(ImageSource source, CatalogImage image) {
    Optional<SysprepBudget> budget = image.sysprepBudget();
    Optional<String> notice = budget.flatMap(runs -> runs.notice(image.id()));
    if (notice.isPresent() && budget.get().isSpent()) {
      problems.add(source.at(), "SysprepSpent", notice.get());
    } else {
      notice.ifPresent(text -> problems.warn(source.at(), "SysprepNearlySpent", text, ""));
    }
  }

  private void checkSteps(List<Customizer> steps, CatalogImage image) {
    GuestOs os = image.osType() == OsType.Windows ? GuestOs.WINDOWS : GuestOs.LINUX;
    for (Customizer step : steps) {
      if (step.type().os() != GuestOs.ANY && step.type().os() != os) {
        problems.add(
            step.at(),
            "WrongSystem",
            String.format(
                "%s is for %s, and the source image %s is %s.",
                step.type().word(),
                step.type().os() == GuestOs.WINDOWS ? "Windows" : "Linux",
                image.id(),
                image.osType()),
            "");
      } else if (step instanceof Customizer.File file) {
        checkDestination(file, os, image);
      }
    }
  }

  private void checkDestination(Customizer.File file, GuestOs os, CatalogImage image) {
    boolean isLinuxPath = file.destination().text().startsWith("/");
    if (isLinuxPath == (os == GuestOs.WINDOWS)) {
      problems.add(
          file.destination().at(),
          "WrongSystem",
          String.format(
              "\"%s\" is no path of %s, which the source image %s has.",
              file.destination().text(), image.osType(), image.id()),
          os == GuestOs.WINDOWS ? "Write it as C:\\folder\\name." : "Write it as /tmp/name.");
    }
  }
}
