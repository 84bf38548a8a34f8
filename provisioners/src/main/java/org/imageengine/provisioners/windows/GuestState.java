package org.imageengine.provisioners.windows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a Windows stands, as state.ps1 tells it.
 *
 * @param boot when it was started; a number that only another start changes
 * @param build such as 20348
 * @param inSetup its set-up is at work
 * @param inOobe the first questions to the user are not over
 * @param imageState such as IMAGE_STATE_COMPLETE; may be empty
 */
public record GuestState(
    String boot, String build, boolean inSetup, boolean inOobe, String imageState) {

  /** Reads the lines of the script, or nothing where they are not whole. */
  static Optional<GuestState> of(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.strip().split(" ", 2);
      values.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    if (!values.keySet().containsAll(List.of("boot", "build", "setup", "oobe", "image"))) {
      return Optional.empty();
    }
    return Optional.of(
        new GuestState(
            values.get("boot"),
            values.get("build"),
            !values.get("setup").equals("0"),
            !values.get("oobe").equals("0"),
            values.get("image")));
  }
}
