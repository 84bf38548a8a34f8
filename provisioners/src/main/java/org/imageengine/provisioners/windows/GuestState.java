package org.imageengine.provisioners.windows;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Windows stands, as state.ps1 tells it.
 *
 * @param boot when it was started, by its own clock, in units of 100 ns
 * @param now what its clock says, in the same units
 * @param build such as 20348
 * @param inSetup its set-up is at work
 * @param inOobe the first questions to the user are not over
 * @param imageState such as IMAGE_STATE_COMPLETE; may be empty
 */
public record GuestState(
    long boot, long now, String build, boolean inSetup, boolean inOobe, String imageState) {

  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** Reads the lines of the script, or nothing where they are not whole. */
  static Optional<GuestState> of(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.strip().split(" ", 2);
      values.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    if (!values.keySet().containsAll(List.of("boot", "now", "build", "setup", "oobe", "image"))) {
      return Optional.empty();
    }
    return Optional.of(
        new GuestState(
            Long.parseLong(values.get("boot")),
            Long.parseLong(values.get("now")),
            values.get("build"),
            !values.get("setup").equals("0"),
            !values.get("oobe").equals("0"),
            values.get("image")));
  }

  /**
   * Whether this is another start of Windows than it was {@code elapsed} ago. The time of the last
   * boot moves with the clock when that is set; the time since then does not.
   */
  boolean isRestarted(GuestState before, Duration elapsed) {
    Duration expected = before.uptime().plus(elapsed).minus(TOLERANCE);
    return boot != before.boot && uptime().compareTo(expected) < 0;
  }

  private Duration uptime() {
    return Duration.ofNanos(Math.multiplyExact(now - boot, 100));
  }
}
