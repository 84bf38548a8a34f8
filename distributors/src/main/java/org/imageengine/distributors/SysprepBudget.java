package org.imageengine.distributors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How often Sysprep has generalized a Windows image, along the chain of images that it was built
 * from, and how often it may. Windows itself counts only part of it, and fails in the middle of the
 * last run.
 *
 * @param runs those behind it; a generalized image has at least one
 * @param limit 1001, or 3 for Windows 7 and Server 2008 R2
 */
public record SysprepBudget(@JsonProperty("runs") int runs, @JsonProperty("limit") int limit) {
  public static final int USUAL_LIMIT = 1001;
  private static final int NEAR = 10;
  private static final String ADVICE =
      " Start again from an image with fewer runs behind it: one that was installed from the"
          + " original media, or an earlier one of this chain.";

  /** What is taken for an image of which nothing is said. */
  public static final SysprepBudget UNKNOWN = new SysprepBudget(1, USUAL_LIMIT);

  public SysprepBudget {
    if (runs < 0 || limit < 1) {
      throw new IllegalArgumentException("Sysprep cannot have run " + runs + " of " + limit);
    }
  }

  /** That of an image that is built from this one. */
  public SysprepBudget afterRun() {
    return new SysprepBudget(runs + 1, limit);
  }

  /** How often it may still run. */
  public int left() {
    return Math.max(0, limit - runs);
  }

  /** Whether a build from this image can be generalized. */
  @JsonIgnore
  public boolean isSpent() {
    return left() == 0;
  }

  /**
   * Whether the end is reached or near, and what to do.
   *
   * @param image the name of the source image that this is of
   */
  public Optional<String> notice(String image) {
    if (left() > NEAR) {
      return Optional.empty();
    }
    String has = String.format("Sysprep has run %d times on the image %s", runs, image);
    if (isSpent()) {
      return Optional.of(
          has + ", and " + limit + " is the limit: it cannot be generalized again." + ADVICE);
    }
    return Optional.of(
        has
            + ", and "
            + limit
            + " is the limit: "
            + (left() == 1
                ? "this build is the last that can be generalized."
                : "it can be generalized " + left() + " times more, with this build.")
            + ADVICE);
  }
}
