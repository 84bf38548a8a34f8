package org.imageengine.engine.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code Microsoft.VirtualMachineImages/imageTemplates} resource, read and checked: what the
 * image is made from, what is done to it, how it is checked, and where it goes.
 *
 * @param name the resource's own name, or that of its file
 * @param location the region, as written; local builds keep it in the records of what they make
 * @param identities resource IDs of the identities of the template itself
 * @param buildTimeout the time limit of everything, from plan to distribution
 * @param stagingResourceGroup the resource ID of a group; one is made where absent
 * @param autoRun whether a daemon builds the template as soon as it is submitted
 * @param managedResourceTags for what the build makes for itself
 */
public record ImageTemplate(
    String name,
    String apiVersion,
    String location,
    Map<String, String> tags,
    List<Sited> identities,
    ImageSource source,
    List<Customizer> customizers,
    Optimization optimization,
    Validation validation,
    ErrorHandling errorHandling,
    Duration buildTimeout,
    VmProfile vmProfile,
    List<Distribution> distributions,
    Optional<Sited> stagingResourceGroup,
    boolean autoRun,
    Map<String, String> managedResourceTags) {

  public ImageTemplate {
    tags = Map.copyOf(tags);
    identities = List.copyOf(identities);
    customizers = List.copyOf(customizers);
    distributions = List.copyOf(distributions);
    managedResourceTags = Map.copyOf(managedResourceTags);
  }

  /** The same with another {@code validate}. */
  public ImageTemplate with(Validation changed) {
    return new ImageTemplate(
        name,
        apiVersion,
        location,
        tags,
        identities,
        source,
        customizers,
        optimization,
        changed,
        errorHandling,
        buildTimeout,
        vmProfile,
        distributions,
        stagingResourceGroup,
        autoRun,
        managedResourceTags);
  }

  /** What to do with the VM and its disk after a failure. */
  public enum ErrorAction {
    /** Remove both. */
    CLEANUP,
    /** Keep both, so that somebody can log in and look. */
    ABORT
  }

  /** {@code properties.errorHandling}. */
  public record ErrorHandling(ErrorAction onCustomizerError, ErrorAction onValidationError) {}

  /**
   * {@code properties.optimize}.
   *
   * @param vmBoot whether boots may be shortened by the state of an earlier one
   * @param workload a script that warms the image up; nothing if it is not enabled
   */
  public record Optimization(boolean vmBoot, Optional<Workload> workload) {}

  /** {@code properties.optimize.workload}. */
  public record Workload(Sited at, Optional<Customizer.RemoteContent> script) {}

  /**
   * {@code properties.validate}.
   *
   * @param sourceValidationOnly check the source image as it is; nothing is built
   */
  public record Validation(
      boolean continueDistributeOnFailure,
      boolean sourceValidationOnly,
      List<Customizer> validators) {
    public Validation {
      validators = List.copyOf(validators);
    }
  }

  /**
   * {@code properties.vmProfile}.
   *
   * @param vmSize empty: the default of the source's generation
   * @param osDiskSizeGiB 0: the source's own size
   * @param identities resource IDs of the identities that the build VM can use
   * @param dataDiskSizesGiB of further disks of the build VM
   */
  public record VmProfile(
      Optional<Sited> vmSize,
      int osDiskSizeGiB,
      Sited osDiskSizeAt,
      List<Sited> identities,
      Optional<Network> network,
      List<Sited> dataDiskSizesGiB) {
    public VmProfile {
      identities = List.copyOf(identities);
      dataDiskSizesGiB = List.copyOf(dataDiskSizesGiB);
    }
  }

  /** {@code properties.vmProfile.vnetConfig}, whose subnet is given. */
  public record Network(
      Sited subnetId, Optional<Sited> containerInstanceSubnetId, Optional<Sited> proxyVmSize) {}
}
