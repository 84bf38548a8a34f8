package org.imageengine.provisioners.windows;

import java.time.Duration;

/**
 * How long things may take on the way to a guest.
 *
 * @param operation after which the server gives up on a silent command, in a fault that overthere
 *     takes for the end; no command of ours may be silent for that long
 * @param silence after which a server that says nothing at all is taken for lost
 * @param follow how long one command follows a job, well below the others
 */
record WinRmTiming(Duration operation, Duration silence, Duration follow) {
  static final WinRmTiming USUAL =
      new WinRmTiming(Duration.ofSeconds(60), Duration.ofSeconds(75), Duration.ofSeconds(15));
}
