package org.imageengine.engine.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.DistributionRequest;
import org.imageengine.distributors.Distributor;
import org.imageengine.distributors.Generation;
import org.imageengine.distributors.Replicator;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.VmSizes;
import org.imageengine.engine.config.VmSizes.VmSize;
import org.imageengine.engine.remote.FetchCredentials;
import org.imageengine.engine.remote.Secrets;
import org.imageengine.engine.remote.VhdDestinations;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.template.Sited;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.ProblemsException;
import org.imageengine.hypervisor.DiskTool;

/**
 * Decides what a build will do, before any VM starts, and finds all that is wrong with what the
 * template names: the source image, the VM, scripts and files, targets.
 */
public final class Planner {
  // A target needs at least what its source needs, and a little more for what is put into it.
  private static final long HEADROOM_BYTES = 64L << 20;

  private final EngineConfig config;
  private final VmSizes sizes;
  private final Catalog catalog;
  private final DiskTool disks;
  private final Replicator replicator;
  private final Secrets secrets;

  public Planner(
      EngineConfig config,
      VmSizes sizes,
      Catalog catalog,
      DiskTool disks,
      Replicator replicator,
      Secrets secrets) {
    this.replicator = replicator;
    this.secrets = secrets;
    this.config = config;
    this.sizes = sizes;
    this.catalog = catalog;
    this.disks = disks;
  }

  /**
   * Plans a run; content is fetched into a directory of its own.
   *
   * @param runId of the run, or what stands for one where nothing is built
   * @param work where fetched content goes
   * @param left how much time the build still has
   * @throws ProblemsException with everything that is wrong with what the template names
   * @throws CatalogException if this host has no room or no permission
   */
  public BuildPlan plan(
      ImageTemplate template, Path templateFile, String runId, Path work, Supplier<Duration> left)
      throws ProblemsException, CatalogException, InterruptedException {
    Problems problems = new Problems();
    Named named = lookUp(template, runId, work, problems);
    Duration fetchLimit = config.duration(ConfigKey.TIMEOUTS_FETCH);
    ContentPlanner content =
        new ContentPlanner(
            templateFile,
            work,
            () -> left.get().compareTo(fetchLimit) < 0 ? left.get() : fetchLimit,
            credentials(template),
            problems);
    List<PlannedStep> customizers = content.plan(template.customizers());
    List<PlannedStep> validators = content.plan(template.validation().validators());
    problems.throwIfAny();
    return new BuildPlan(
        template,
        named.source().orElseThrow(),
        named.shape().orElseThrow(),
        customizers,
        validators,
        named.distributors(),
        problems.warnings());
  }

  /**
   * Finds all that is wrong without fetching anything; answers with what will not be as it was
   * asked for, and what a build cannot do yet.
   */
  public List<Problem> check(ImageTemplate template)
      throws ProblemsException, CatalogException, InterruptedException {
    Problems problems = new Problems();
    Named named = lookUp(template, "check", catalog.root(), problems);
    problems.throwIfAny();
    return Stream.concat(problems.warnings().stream(), NotYet.in(template).warnings().stream())
        .toList();
  }

  /** Makes or takes the staging resource group that a template names, as soon as it is built. */
  public void useStaging(ImageTemplate template) throws CatalogException, InterruptedException {
    Optional<String> name = TargetPlanner.stagingName(template);
    if (name.isPresent()) {
      var unused =
          catalog.stagingGroups().use(name.get(), TargetPlanner.stagingUse(config, template));
    }
  }

  /** Those of the template's identities and of its VM's: both are shown when it fetches. */
  private FetchCredentials credentials(ImageTemplate template) {
    return FetchCredentials.of(
        config, identities(template).stream().map(Sited::text).toList(), secrets);
  }

  private static List<Sited> identities(ImageTemplate template) {
    return Stream.concat(template.identities().stream(), template.vmProfile().identities().stream())
        .toList();
  }

  private void checkIdentities(ImageTemplate template, Problems problems) {
    for (Sited identity : identities(template)) {
      if (FetchCredentials.mapped(config, identity.text()).isEmpty()) {
        problems.add(
            identity.at(),
            "UnmappedIdentity",
            "The identity " + identity.text() + " is not mapped to a credential.",
            "Map it under identities in the configuration: to the name of a credential, or to [] if"
                + " nothing is fetched with it; \"*\" stands for every identity.");
      }
    }
  }

  private record Named(
      Optional<CatalogImage> source, Optional<VmShape> shape, List<Distributor> distributors) {}

  private Named lookUp(ImageTemplate template, String runId, Path work, Problems problems)
      throws CatalogException, InterruptedException {
    checkIdentities(template, problems);
    Optional<CatalogImage> source = new SourcePlanner(catalog, problems).find(template);
    SizePlanner sizePlanner = new SizePlanner(sizes, problems);
    Optional<Generation> generation = source.map(CatalogImage::generation);
    Optional<VmSize> size = sizePlanner.size(template.vmProfile(), generation);
    Optional<VmShape> shape =
        source.isPresent() && size.isPresent()
            ? sizePlanner.shape(template.vmProfile(), size.get(), source.get())
            : Optional.empty();
    Optional<DistributionRequest> request =
        source.map(
            image ->
                new DistributionRequest(
                    image.osType(),
                    image.generation(),
                    shape.map(VmShape::osDiskBytes).orElse(image.virtualSizeBytes()),
                    image.sizeBytes() + HEADROOM_BYTES));
    List<Distributor> distributors =
        new TargetPlanner(
                config,
                catalog,
                new QemuDiskWriter(disks),
                replicator,
                new VhdDestinations(credentials(template), secrets),
                work,
                problems)
            .plan(template, runId, source, request);
    return new Named(source, shape, distributors);
  }
}
