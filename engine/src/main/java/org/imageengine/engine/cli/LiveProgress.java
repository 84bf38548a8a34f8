package org.imageengine.engine.cli;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.imageengine.engine.build.BuildListener;
import org.imageengine.engine.run.Phase;

/**
 * Shows progress on a terminal: a line for each phase that is over, and under them one live line
 * with the phase, step i of n, the time, and the last line of output.
 */
final class LiveProgress implements BuildListener, AutoCloseable {
  private static final String[] SPINNER = {"|", "/", "-", "\\"};
  private static final long REFRESH_MILLIS = 200;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Screen screen;
  private final ScheduledThreadPoolExecutor refresher =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "live-progress");
            thread.setDaemon(true);
            return thread;
          });
  private Phase phase;
  private long phaseStart;
  private String step = "";
  private String last = "";
  private int turn;
  private boolean hidden;

  LiveProgress(Screen screen) {
    this.screen = screen;
    var unused =
        refresher.scheduleAtFixedRate(
            this::refresh, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void refresh() {
    if (phase == null || hidden) {
      return;
    }
    turn++;
    String text =
        String.format(
            "%s %-12s %5s  %s%s",
            SPINNER[turn % SPINNER.length],
            phase.title(),
            clock(System.nanoTime() - phaseStart),
            step.isEmpty() ? "" : step + "  ",
            last);
    int room = Math.max(10, screen.columns() - 1);
    screen.out().print(CLEAR_LINE + (text.length() > room ? text.substring(0, room) : text));
    screen.out().flush();
  }

  private static String clock(long nanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
    return String.format("%d:%02d", seconds / 60, seconds % 60);
  }

  /** Takes the live line off the terminal until something else happens. */
  synchronized void hide() {
    screen.out().print(CLEAR_LINE);
    screen.out().flush();
    hidden = true;
  }

  /** Shows a line above the live one. */
  void say(String text) {
    above(text);
  }

  private synchronized void above(String text) {
    screen.out().print(CLEAR_LINE);
    screen.out().println(text);
  }

  @Override
  public synchronized void phaseStarted(Phase next) {
    hidden = false;
    phase = next;
    phaseStart = System.nanoTime();
    step = "";
    last = "";
    refresh();
  }

  @Override
  public synchronized void phaseEnded(Phase ended, Duration took) {
    above(
        String.format(
            "%s %-12s %7.1f s", screen.green("*"), ended.title(), took.toMillis() / 1000.0));
    phase = null;
  }

  @Override
  public synchronized void stepStarted(Phase current, int number, int count, String name) {
    hidden = false;
    step = number + "/" + count + " " + name;
    last = "";
    refresh();
  }

  @Override
  public synchronized void stepEnded(
      Phase current, int number, int count, String name, Duration took) {
    above(
        String.format(
            "    %d/%d %s %s",
            number, count, name, screen.dim(String.format("%.1f s", took.toMillis() / 1000.0))));
    step = "";
    last = "";
  }

  @Override
  public void bootReused(String runId, double seconds) {
    above(reused("booted guest", runId, seconds));
  }

  @Override
  public void stepReused(
      Phase current, int number, int count, String name, String runId, double seconds) {
    above(reused(number + "/" + count + " " + name, runId, seconds));
  }

  private String reused(String what, String runId, double seconds) {
    return "    "
        + what
        + " "
        + screen.dim(String.format("reused from run %s, %.1f s saved", runId, seconds));
  }

  @Override
  public synchronized void output(Phase current, String name, String line) {
    // Whatever a guest prints must not move the cursor.
    last = line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("\\p{Cntrl}", " ");
  }

  @Override
  public void note(Phase current, String text) {
    above("  " + screen.dim(text));
  }

  @Override
  public void warning(Phase current, String text) {
    above(screen.yellow("warning: ") + text);
  }

  @Override
  public synchronized void close() {
    refresher.shutdownNow();
    if (phase != null) {
      screen.out().print(CLEAR_LINE);
      screen.out().flush();
      phase = null;
    }
  }
}
