package org.imageengine.provisioners.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.OutputStreamKind;

/** Takes the output of windows-update.ps1 apart: lines for the log, and what is for us. */
final class UpdateRound implements OutputSink {
  private static final String FAILED = "@@failed ";
  private static final String INSTALLED = "@@installed ";

  private final OutputSink log;
  private final List<String> failed = new ArrayList<>();
  private final List<String> installed = new ArrayList<>();
  private String lastError = "";

  UpdateRound(OutputSink log) {
    this.log = log;
  }

  @Override
  public void line(OutputStreamKind stream, String line) {
    if (line.startsWith(FAILED)) {
      failed.add(line.substring(FAILED.length()).strip());
    } else if (line.startsWith(INSTALLED)) {
      installed.add(line.substring(INSTALLED.length()).strip());
    } else {
      if (stream == OutputStreamKind.STDERR && !line.isBlank()) {
        lastError = line;
      }
      log.line(stream, line);
    }
  }

  /** The identifiers, a space and the titles of updates that were tried in vain. */
  List<String> failed() {
    return failed;
  }

  List<String> installed() {
    return installed;
  }

  /** The last line of standard error, or nothing. */
  String lastError() {
    return lastError;
  }

  /** The identifier of an update, which comes before its title. */
  static String id(String update) {
    return update.split(" ", 2)[0];
  }

  /** How often updates have failed, over all rounds. */
  static final class Failures {
    private static final int ENOUGH = 2;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> skipped = new LinkedHashSet<>();

    /** Counts those of one round; returns those that are given up now. */
    List<String> add(UpdateRound round) {
      List<String> givenUp = new ArrayList<>();
      // One may say that it was installed, and be found again: that is in vain as well.
      for (String update :
          Stream.concat(round.failed().stream(), round.installed().stream()).toList()) {
        if (counts.merge(id(update), 1, Integer::sum) >= ENOUGH && skipped.add(id(update))) {
          givenUp.add(update);
        }
      }
      return givenUp;
    }

    /** The identifiers of those that are not tried any more. */
    List<String> skipped() {
      return List.copyOf(skipped);
    }
  }
}
