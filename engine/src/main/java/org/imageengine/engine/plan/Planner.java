package org.imageengine.engine.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.imageengine.distributors.Catalog;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.DistributionRequest;
import org.imageengine.distributors.Distributor;
import org.imageengine.distributors.Generation;
import org.imageengine.engine.config.ConfigKey;
import org.imageengine.engine.config.EngineConfig;
import org.imageengine.engine.config.VmSizes;
import org.imageengine.engine.config.VmSizes.VmSize;
import org.imageengine.engine.template.ImageTemplate;
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

  public Planner(EngineConfig config, VmSizes sizes, Catalog catalog, DiskTool disks) {
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
    Named named = lookUp(template, runId, problems);
    Duration fetchLimit = config.duration(ConfigKey.TIMEOUTS_FETCH);
    ContentPlanner content =
        new ContentPlanner(
            templateFile,
            work,
            () -> left.get().compareTo(fetchLimit) < 0 ? left.get() : fetchLimit,
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
        named.distributors());
  }

  /** Finds all that is wrong without fetching anything; answers with what a build cannot do yet. */
  public NotYet check(ImageTemplate template)
      throws ProblemsException, CatalogException, InterruptedException {
    Problems problems = new Problems();
    Named named = lookUp(template, "check", problems);
    problems.throwIfAny();
    return NotYet.in(template, named.source());
  }

  private record Named(
      Optional<CatalogImage> source, Optional<VmShape> shape, List<Distributor> distributors) {}

  private Named lookUp(ImageTemplate template, String runId, Problems problems)
      throws CatalogException, InterruptedException {
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
        new TargetPlanner(config, catalog, new QemuDiskWriter(disks), problems)
            .plan(template, runId, source, request);
    return new Named(source, shape, distributors);
  }
}
