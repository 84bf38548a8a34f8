package org.imageengine.engine.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A state of a guest: what led to it, and what it lies on.
 *
 * @param key digest of all that the state depends on
 * @param title what had been done last, for people
 * @param steps how many customizers had run
 * @param runId the run that made it
 * @param created ISO 8601 in UTC
 * @param bootSeconds how long it took until the guest was ready, when it was booted from cold
 * @param stepSeconds how long each customizer took when it was run
 * @param kind whether the guest can go on from it, or only its disk is there
 * @param layers files of the disk, the uppermost first; the last lies on {@code sourceDisk}
 * @param sourceDisk disk of the source image
 * @param user lets whoever has the key into the guest
 * @param hostPublicKey the SSH host key that the guest has
 * @param sizeBytes what memory and uppermost layer take on the disk
 */
public record Checkpoint(
    @JsonProperty("key") String key,
    @JsonProperty("title") String title,
    @JsonProperty("steps") int steps,
    @JsonProperty("runId") String runId,
    @JsonProperty("template") String template,
    @JsonProperty("created") String created,
    @JsonProperty("bootSeconds") double bootSeconds,
    @JsonProperty("stepSeconds") List<Double> stepSeconds,
    @JsonProperty("kind") Kind kind,
    @JsonProperty("layers") List<String> layers,
    @JsonProperty("sourceDisk") String sourceDisk,
    @JsonProperty("user") String user,
    @JsonProperty("hostPublicKey") String hostPublicKey,
    @JsonProperty("sizeBytes") long sizeBytes) {
  public Checkpoint {
    layers = List.copyOf(layers);
    stepSeconds = List.copyOf(stepSeconds);
  }

  /** What there is of it. */
  public enum Kind {
    /** A running guest: memory and disk. */
    RUNNING,
    /** The disk of a guest that has been generalized and turned off. */
    FINISHED
  }

  /** The first digits, which tell checkpoints apart for people. */
  public String shortKey() {
    return key.substring(0, 12);
  }

  Checkpoint withSize(long bytes) {
    return new Checkpoint(
        key,
        title,
        steps,
        runId,
        template,
        created,
        bootSeconds,
        stepSeconds,
        kind,
        layers,
        sourceDisk,
        user,
        hostPublicKey,
        bytes);
  }
}
