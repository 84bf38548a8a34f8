package org.imageengine.engine.cli;

import org.imageengine.distributors.ProgressListener;
import org.imageengine.engine.build.TransferMeter;

/**
 * Shows how far something is: on a terminal in one line that changes, else in lines of standard
 * error, so that what is printed for programs stays clean.
 */
final class LongWork implements AutoCloseable {
  private final Screen screen;
  private boolean isShown;

  LongWork(Screen screen) {
    this.screen = screen;
  }

  /** What is to be told of the progress. */
  ProgressListener listener() {
    return new TransferMeter(this::show);
  }

  private synchronized void show(String text) {
    if (screen.outIsTerminal()) {
      screen.out().print("\r\u001b[K" + text);
      screen.out().flush();
      isShown = true;
    } else {
      screen.err().println(text);
    }
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    if (isShown) {
      screen.out().print("\r\u001b[K");
      screen.out().flush();
    }
  }
}
