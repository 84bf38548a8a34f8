package org.imageengine.engine.build;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.imageengine.distributors.ProgressListener;

/** Says how far transfers are, each at most once in a while: share, rate, and the time left. */
public final class TransferMeter implements ProgressListener {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final double MIB = 1L << 20;

  private final Consumer<String> out;
  private final long everyNanos;
  private final Map<String, Transfer> transfers = new HashMap<>();

  /** One of those that go on: when it was first heard of, where it was then, when it last spoke. */
  private static final class Transfer {
    final long start = System.nanoTime();
    final long from;
    long said = start;

    Transfer(long from) {
      this.from = from;
    }
  }

  public TransferMeter(Consumer<String> out) {
    this(out, EVERY_NANOS);
  }

  TransferMeter(Consumer<String> out, long everyNanos) {
    this.out = out;
    this.everyNanos = everyNanos;
  }

  @Override
  public synchronized void at(String what, long done, long total) {
    Transfer transfer = transfers.computeIfAbsent(what, key -> new Transfer(done));
    long now = System.nanoTime();
    if (now - transfer.said < everyNanos) {
      return;
    }
    transfer.said = now;
    out.accept(text(what, done, total, done - transfer.from, now - transfer.start));
  }

  /**
   * As {@code Copying: 43 % of 1024.0 MiB, 120.5 MiB/s, 0:05 left}.
   *
   * @param total negative where it is not known
   * @param moved of {@code done}, what was not there before this attempt
   */
  static String text(String what, long done, long total, long moved, long nanos) {
    double perSecond = moved / (nanos / 1e9);
    String rate = String.format(Locale.ROOT, "%.1f MiB/s", perSecond / MIB);
    if (total < 0) {
      return String.format(Locale.ROOT, "%s: %.1f MiB, %s", what, done / MIB, rate);
    }
    long left = perSecond > 0 ? Math.round((total - done) / perSecond) : -1;
    return String.format(
        Locale.ROOT,
        "%s: %d %% of %.1f MiB, %s%s",
        what,
        total == 0 ? 100 : done * 100 / total,
        total / MIB,
        rate,
        left < 0 ? "" : String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60));
  }
}
