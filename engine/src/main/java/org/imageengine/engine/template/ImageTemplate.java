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
 * @param buildTimeout the time limit of everything, from plan to distribution
 */
public record ImageTemplate(
    String name,
    String apiVersion,
    String location,
    Map<String, String> tags,
    ImageSource source,
    List<Customizer> customizers,
    Validation validation,
    ErrorHandling errorHandling,
    Duration buildTimeout,
    VmProfile vmProfile,
    List<Distribution> distributions) {

  public ImageTemplate {
    tags = Map.copyOf(tags);
    customizers = List.copyOf(customizers);
    distributions = List.copyOf(distributions);
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
   */
  public record VmProfile(Optional<Sited> vmSize, int osDiskSizeGiB, Sited osDiskSizeAt) {}
}
