package org.imageengine.engine.plan;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.DefinitionId;
import org.imageengine.distributors.DiskWriter;
import org.imageengine.distributors.DistributionRequest;
import org.imageengine.distributors.Distributor;
import org.imageengine.distributors.ImageVersionId;
import org.imageengine.distributors.ManagedImageDistributor;
import org.imageengine.distributors.ManagedImageId;
import org.imageengine.distributors.Replicator;
import org.imageengine.distributors.SharedImageDistributor;
import org.imageengine.distributors.StagingUse;
import org.imageengine.distributors.StorageAccountType;
import org.imageengine.distributors.TargetRegion;
import org.imageengine.distributors.Version;
import org.imageengine.distributors.VersionScheme;
import org.imageengine.distributors.VhdDistributor;
import org.imageengine.distributors.upload.UploadedVhd;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.remote.VhdDestinations;
import org.imageengine.engine.template.Distribution;
import org.imageengine.engine.template.Distribution.ReplicationMode;
import org.imageengine.engine.template.Distribution.Versioning;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.template.Sited;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problems;

/** Turns the targets of a template into distributors, and lets each check that it can write. */
final class TargetPlanner {
  // Azure's limit for the name of a resource group.
  private static final int LONGEST_GROUP = 90;

  private final EngineConfig config;
  private final Catalog catalog;
  private final DiskWriter writer;
  private final Replicator replicator;
  private final VhdDestinations destinations;
  private final Path work;
  private final Problems problems;

  /**
   * A planner of targets.
   *
   * @param work where what is sent elsewhere is put together
   */
  TargetPlanner(
      EngineConfig config,
      Catalog catalog,
      DiskWriter writer,
      Replicator replicator,
      VhdDestinations destinations,
      Path work,
      Problems problems) {
    this.config = config;
    this.catalog = catalog;
    this.writer = writer;
    this.replicator = replicator;
    this.destinations = destinations;
    this.work = work;
    this.problems = problems;
  }

  /**
   * The distributors; targets with a problem are left out. What will not be quite as it was asked
   * for is a warning.
   *
   * @param request absent where the source is not known: then nothing is checked against it
   */
  List<Distributor> plan(
      ImageTemplate template,
      String runId,
      Optional<CatalogImage> source,
      Optional<DistributionRequest> request)
      throws CatalogException, InterruptedException {
    List<Distributor> distributors = new ArrayList<>();
    checkStaging(template);
    for (Distribution distribution : template.distributions()) {
      try {
        Distributor distributor = distributor(distribution, template, runId, source);
        if (request.isPresent()) {
          for (String note : distributor.check(request.get())) {
            problems.warn(place(distribution), "Target", note, "");
          }
        }
        distributors.add(distributor);
      } catch (CatalogException e) {
        if (isOfTheHost(e)) {
          throw e;
        }
        problems.add(place(distribution), "BadTarget", e.getMessage());
      }
    }
    return distributors;
  }

  private void checkStaging(ImageTemplate template) throws CatalogException {
    Optional<String> name = stagingName(template);
    if (name.isEmpty()) {
      return;
    }
    try {
      catalog.stagingGroups().check(name.get(), stagingUse(config, template));
    } catch (CatalogException e) {
      if (isOfTheHost(e)) {
        throw e;
      }
      problems.add(
          template.stagingResourceGroup().orElseThrow().at(),
          "BadStagingResourceGroup",
          e.getMessage());
    }
  }

  /** Nothing that a change of the template would mend. */
  private static boolean isOfTheHost(CatalogException failure) {
    return switch (failure.code()) {
      case NO_ROOM, NO_PERMISSION, CORRUPT, IO -> true;
      default -> false;
    };
  }

  private static Position place(Distribution distribution) {
    if (distribution instanceof Distribution.SharedImage shared) {
      return shared.galleryImageId().at();
    }
    if (distribution instanceof Distribution.ManagedImage managed) {
      return managed.imageId().at();
    }
    return ((Distribution.Vhd) distribution).uri().map(Sited::at).orElse(distribution.at());
  }

  private Distributor distributor(
      Distribution distribution,
      ImageTemplate template,
      String runId,
      Optional<CatalogImage> source)
      throws CatalogException, InterruptedException {
    if (distribution instanceof Distribution.Vhd vhd) {
      return vhd(vhd, template, runId);
    }
    if (distribution instanceof Distribution.ManagedImage managed) {
      return new ManagedImageDistributor(
          catalog,
          managed.runOutputName(),
          ManagedImageId.parse(managed.imageId().text()),
          managed.location(),
          managed.artifactTags(),
          writer);
    }
    return sharedImage((Distribution.SharedImage) distribution, source);
  }

  private Distributor vhd(Distribution.Vhd vhd, ImageTemplate template, String runId)
      throws CatalogException, InterruptedException {
    if (vhd.uri().isPresent()) {
      return vhdTo(uri(vhd.uri().get().text()), vhd);
    }
    return VhdDistributor.toStaging(
        vhd.runOutputName(),
        vhd.runOutputName()
            + (template.stagingResourceGroup().isEmpty() ? "" : "_" + runId)
            + ".vhd",
        staging(template, runId),
        vhd.artifactTags(),
        writer);
  }

  private VhdDistributor.Staging staging(ImageTemplate template, String runId) {
    Optional<String> named = stagingName(template);
    String group =
        "IT_" + config.get(ConfigKey.RESOURCE_GROUP) + "_" + template.name() + "_" + runId;
    String own = group.length() > LONGEST_GROUP ? "IT_" + runId : group;
    return new VhdDistributor.Staging(
        catalog.stagingGroups(), named.orElse(own), stagingUse(config, template), named.isEmpty());
  }

  /** The group that the template names, if it does. */
  static Optional<String> stagingName(ImageTemplate template) {
    return template
        .stagingResourceGroup()
        .map(id -> id.text().substring(id.text().lastIndexOf('/') + 1));
  }

  static StagingUse stagingUse(EngineConfig config, ImageTemplate template) {
    return new StagingUse(
        template.name(),
        config.get(ConfigKey.RESOURCE_GROUP),
        template.location(),
        template.managedResourceTags());
  }

  private Distributor vhdTo(URI uri, Distribution.Vhd vhd)
      throws CatalogException, InterruptedException {
    if (VhdDestinations.isRemote(uri)) {
      return new UploadedVhd(
          vhd.runOutputName(), destinations.of(uri), work, vhd.artifactTags(), writer);
    }
    try {
      if ("file".equals(uri.getScheme())) {
        return VhdDistributor.toFile(vhd.runOutputName(), Path.of(uri), vhd.artifactTags(), writer);
      }
    } catch (IllegalArgumentException e) {
      throw badUri(uri.toString(), e);
    }
    throw badUri(uri.toString(), null);
  }

  private static URI uri(String text) throws CatalogException {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      // Not as the cause: what it shows may be a secret.
      throw badUri(text, null);
    }
  }

  private static CatalogException badUri(String uri, Exception cause) {
    int query = uri.indexOf('?');
    return new CatalogException(
        CatalogException.Code.INVALID_NAME,
        "A VHD cannot be written to \""
            + (query < 0 ? uri : uri.substring(0, query))
            + "\": it takes file:///directory/name.vhd, or an http or https URL.",
        cause);
  }

  private Distributor sharedImage(Distribution.SharedImage shared, Optional<CatalogImage> source)
      throws CatalogException {
    String id = shared.galleryImageId().text();
    DefinitionId definition =
        ImageVersionId.hasVersion(id)
            ? ImageVersionId.parse(id).definition()
            : DefinitionId.parse(id);
    VersionScheme scheme = scheme(shared, id, source);
    return new SharedImageDistributor(
        catalog,
        shared.runOutputName(),
        definition,
        scheme,
        new SharedImageDistributor.Options(
            shared.artifactTags(),
            shared.excludeFromLatest(),
            config.createMissingGalleries(),
            config.get(ConfigKey.LOCATION),
            shared.targetRegions().stream().map(TargetPlanner::region).toList(),
            shared.replicationMode() == ReplicationMode.Shallow),
        writer,
        replicator);
  }

  private static TargetRegion region(Distribution.TargetRegion region) {
    return new TargetRegion(
        region.name().text(),
        region.replicaCount(),
        StorageAccountType.valueOf(region.storageType().name()));
  }

  private static VersionScheme scheme(
      Distribution.SharedImage shared, String id, Optional<CatalogImage> source)
      throws CatalogException {
    if (shared.versioning() instanceof Versioning.Explicit) {
      return new VersionScheme.Explicit(Version.parse(ImageVersionId.parse(id).version()));
    }
    if (shared.versioning() instanceof Versioning.Latest latest) {
      return new VersionScheme.Latest(latest.major());
    }
    if (source.isEmpty()) {
      return new VersionScheme.Latest(OptionalInt.empty());
    }
    String version =
        source
            .get()
            .version()
            .orElseThrow(
                () ->
                    new CatalogException(
                        CatalogException.Code.INVALID_NAME,
                        "The versioning scheme Source takes the version of the source image, and "
                            + source.get().id()
                            + " has none. Use the scheme Latest."));
    return new VersionScheme.Source(Version.parse(version));
  }
}
