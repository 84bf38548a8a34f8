package org.imageengine.provisioners.windows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.OutputStreamKind;
import org.imageengine.provisioners.ProvisionException;

/**
 * Installs updates of Windows in rounds, with a restart after each, until none is left. A round is
 * windows-update.ps1, as SYSTEM.
 */
public final class WindowsUpdateProvisioner {
  /** What is searched for where the template says nothing. */
  public static final String DEFAULT_CRITERIA = "BrowseOnly=0 and IsInstalled=0";

  /** Updates per round where the template says nothing. */
  public static final int DEFAULT_LIMIT = 1000;

  private static final int ROUNDS = 10;
  private static final int PENDING_RESTARTS = 3;
  // The exit codes of windows-update.ps1.
  private static final int NOTHING_LEFT = 0;
  private static final int RESTART_FIRST = 10;
  private static final int INSTALLED = 11;
  private static final int BUSY = 12;
  private static final int BUSY_PAUSE_SECONDS = 60;
  private static final int QUIET_SECONDS = 15;
  private static final int QUIET_LIMIT_SECONDS = 3600;

  private final WindowsRestartProvisioner restarts;
  private final int quietSeconds;
  private final long busyPauseMillis;

  public WindowsUpdateProvisioner() {
    this(new WindowsRestartProvisioner(), QUIET_SECONDS, BUSY_PAUSE_SECONDS * 1000L);
  }

  WindowsUpdateProvisioner(
      WindowsRestartProvisioner restarts, int quietSeconds, long busyPauseMillis) {
    this.restarts = restarts;
    this.quietSeconds = quietSeconds;
    this.busyPauseMillis = busyPauseMillis;
  }

  /**
   * Installs what is found and chosen.
   *
   * @param filters as {@link UpdateFilters}; none: all
   * @param updateLimit at most so many in one round; 0: the default
   * @param gone says why waiting has become pointless, if it has
   */
  public void update(
      WindowsGuest guest,
      String searchCriteria,
      List<String> filters,
      int updateLimit,
      OutputSink output,
      Duration limit,
      Supplier<Optional<String>> gone)
      throws ProvisionException, InterruptedException {
    Limit all = new Limit(limit);
    UpdateRound.Failures failures = new UpdateRound.Failures();
    String script = GuestScript.shipped(guest, "windows-update.ps1", all.left());
    int rounds = 0;
    int pending = 0;
    while (true) {
      String options =
          options(
              searchCriteria.isBlank() ? DEFAULT_CRITERIA : searchCriteria,
              UpdateFilters.orDefault(filters),
              updateLimit == 0 ? DEFAULT_LIMIT : updateLimit,
              failures.skipped());
      UpdateRound round = new UpdateRound(output);
      int exit = run(guest, script, options, round, all);
      switch (exit) {
        case NOTHING_LEFT:
          return;
        case RESTART_FIRST:
          if (++pending > PENDING_RESTARTS) {
            throw failed(
                "Windows still has a restart pending after "
                    + PENDING_RESTARTS
                    + " restarts; look for what asks for it.");
          }
          break;
        case INSTALLED:
          pending = 0;
          for (String update : failures.add(round)) {
            output.line(
                OutputStreamKind.STDERR,
                "Warning: this update was tried twice in vain and is skipped from now on: "
                    + update.substring(UpdateRound.id(update).length()).strip());
          }
          break;
        case BUSY:
          pauseWhileBusy(output, limit, all);
          continue;
        default:
          throw failed(
              "Windows Update failed with exit code "
                  + exit
                  + (round.lastError().isEmpty() ? "." : ": " + round.lastError()));
      }
      restarts.restart(guest, "", "", all.left(), output, all.left(), gone);
      if (exit == INSTALLED && ++rounds == ROUNDS) {
        throw failed(
            "Windows Update still found updates after "
                + ROUNDS
                + " rounds, which is where the engine stops. Raise \"updateLimit\", or exclude with"
                + " \"filters\" what comes again and again.");
      }
      output.line(OutputStreamKind.STDOUT, "Looking for updates once more ...");
    }
  }

  private static int run(
      WindowsGuest guest, String script, String options, UpdateRound round, Limit all)
      throws ProvisionException, InterruptedException {
    String file =
        GuestScript.put(
            guest, options.getBytes(StandardCharsets.UTF_8), "update-", ".json", all.left());
    return guest.run(
        CommandLines.powershell(script, "-OptionsFile", file), RunAs.SYSTEM, round, all.left());
  }

  private void pauseWhileBusy(OutputSink output, Duration limit, Limit all)
      throws ProvisionException, InterruptedException {
    if (all.left().toMillis() <= busyPauseMillis) {
      throw failed(
          "Another installation was running in the guest for all of "
              + limit.toSeconds()
              + " s (0x80240016), so that no updates could be installed. Put a WindowsRestart step"
              + " before this one, or let the installation finish in its own step.");
    }
    output.line(OutputStreamKind.STDOUT, "Trying again in " + busyPauseMillis / 1000 + " s.");
    Thread.sleep(busyPauseMillis);
  }

  private static ProvisionException failed(String message) {
    return new ProvisionException(ProvisionException.Code.COMMAND_FAILED, message);
  }

  private String options(String criteria, List<String> filters, int limit, List<String> skip) {
    return "{\"criteria\": "
        + json(criteria)
        + ", \"filters\": "
        + json(filters)
        + ", \"limit\": "
        + limit
        + ", \"skip\": "
        + json(skip)
        + ", \"quietSeconds\": "
        + quietSeconds
        + ", \"quietLimitSeconds\": "
        + QUIET_LIMIT_SECONDS
        + "}";
  }

  private static String json(List<String> texts) {
    return texts.stream()
        .map(WindowsUpdateProvisioner::json)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** A string of JSON in ASCII. */
  static String json(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
