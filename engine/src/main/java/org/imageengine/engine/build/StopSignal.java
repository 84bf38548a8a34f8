package org.imageengine.engine.build;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Ends a build from outside: its thread is interrupted, which every wait of the build obeys, and
 * the reason is kept. The first reason stands.
 */
public final class StopSignal {

  /** Why a build was ended. */
  public enum Reason {
    CANCELED,
    TIMED_OUT
  }

  private final Thread builder;
  private final AtomicReference<Reason> reason = new AtomicReference<>();
  private Consumer<Reason> listener = why -> {};
  private boolean closed;

  /** A signal for the build that runs on {@code builder}. */
  public StopSignal(Thread builder) {
    this.builder = builder;
  }

  /** Who is told, on the thread that stops the build, before the build itself is. */
  public synchronized void onStop(Consumer<Reason> told) {
    listener = told;
  }

  /** Ends the build; does nothing if it was ended before or is already being cleaned up. */
  public synchronized void stop(Reason why) {
    if (!closed && reason.compareAndSet(null, why)) {
      listener.accept(why);
      builder.interrupt();
    }
  }

  /** From now on nothing interrupts the thread: it cleans up. Clears a pending interrupt. */
  public synchronized void close() {
    closed = true;
    Thread.interrupted();
  }

  public Optional<Reason> reason() {
    return Optional.ofNullable(reason.get());
  }
}
