package org.imageengine.engine.plan;

import java.util.List;
import org.imageengine.distributors.CatalogImage;
import org.imageengine.distributors.Distributor;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.text.Problem;

/**
 * What a build will do, decided before any VM starts: the source image and its digest, the VM,
 * every step with its content fetched and checked, the targets.
 *
 * @param warnings what will not be quite as the template asks for
 */
public record BuildPlan(
    ImageTemplate template,
    CatalogImage source,
    VmShape vm,
    List<PlannedStep> customizers,
    List<PlannedStep> validators,
    List<Distributor> distributors,
    List<Problem> warnings) {

  public BuildPlan {
    customizers = List.copyOf(customizers);
    validators = List.copyOf(validators);
    distributors = List.copyOf(distributors);
    warnings = List.copyOf(warnings);
  }

  /**
   * The digest of all that a VM is before its first customizer; with the digests of the steps it
   * makes the chain that identifies a state of the guest.
   */
  public String bootDigest() {
    return Digests.of(
        source.sha256(),
        vm.size(),
        String.valueOf(vm.cpus()),
        String.valueOf(vm.memoryMiB()),
        vm.firmware().name(),
        String.valueOf(vm.osDiskBytes()),
        vm.hardware().toString());
  }
}
