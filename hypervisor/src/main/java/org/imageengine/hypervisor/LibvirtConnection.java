package org.imageengine.hypervisor;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.libvirt.Connect;
import org.libvirt.LibvirtException;

/**
 * A connection to libvirt that is opened again if libvirt was restarted; VMs outlive that. Calls
 * end within a limit even if libvirt hangs.
 */
final class LibvirtConnection implements AutoCloseable {
  /** libvirt is given up if it does not answer this many pings in a row, 5 seconds apart. */
  private static final int PINGS = 4;

  private static final int PING_SECONDS = 5;

  private final String uri;
  private final StopEvents events = new StopEvents();
  private final PauseEvents pauses = new PauseEvents();
  private Connect connect;
  private boolean closed;

  LibvirtConnection(String uri) {
    this.uri = uri;
  }

  /** A call that may block and that cannot be interrupted. */
  interface Call<T> {
    T run(Connect connect) throws LibvirtException, HypervisorException;
  }

  String uri() {
    return uri;
  }

  StopEvents events() {
    return events;
  }

  PauseEvents pauses() {
    return pauses;
  }

  /** Begins a call on another thread. */
  <T> Future<T> begin(Call<T> call) {
    return NativeCalls.submit(() -> call.run(open()));
  }

  /**
   * Makes a call, also on an interrupted thread.
   *
   * @param what is done, for messages: "start VM x"
   */
  <T> T call(String what, Duration limit, Call<T> call) throws HypervisorException {
    Future<T> future = begin(call);
    try {
      return NativeCalls.await(future, limit);
    } catch (ExecutionException e) {
      throw failure(what, e.getCause());
    } catch (TimeoutException e) {
      throw tooLong(what, limit);
    }
  }

  /** Makes a call that an interruption leaves to itself. */
  <T> T callInterruptibly(String what, Duration limit, Call<T> call)
      throws HypervisorException, InterruptedException {
    Future<T> future = begin(call);
    try {
      return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw failure(what, e.getCause());
    } catch (TimeoutException e) {
      throw tooLong(what, limit);
    }
  }

  HypervisorException tooLong(String what, Duration limit) {
    return new HypervisorException(
        Code.LIBVIRT_UNREACHABLE,
        "libvirt (" + uri + ") did not answer within " + limit.toSeconds() + " s: " + what + ".");
  }

  HypervisorException failure(String what, Throwable cause) {
    if (cause instanceof HypervisorException known) {
      return new HypervisorException(known.code(), known.getMessage(), known);
    }
    Code code = isAlive() ? Code.INTERNAL : Code.LIBVIRT_UNREACHABLE;
    return new HypervisorException(
        code, "libvirt (" + uri + ") refused: " + what + ": " + cause.getMessage(), cause);
  }

  private synchronized boolean isAlive() {
    try {
      return connect != null && connect.isAlive();
    } catch (LibvirtException e) {
      return false;
    }
  }

  private synchronized Connect open() throws HypervisorException {
    if (closed) {
      throw new HypervisorException(
          Code.LIBVIRT_UNREACHABLE, "The connection to libvirt (" + uri + ") was closed.");
    }
    if (!isAlive()) {
      disconnect();
      try {
        Libvirt.prepare();
        connect = new Connect(uri);
        connect.setKeepAlive(PING_SECONDS, PINGS);
        connect.addLifecycleListener(events);
        connect.addLifecycleListener(pauses);
      } catch (LibvirtException | LinkageError e) {
        disconnect();
        throw Unreachable.explain(uri, e);
      }
    }
    return connect;
  }

  private void disconnect() {
    if (connect == null) {
      return;
    }
    try {
      connect.removeLifecycleListener(events);
      connect.removeLifecycleListener(pauses);
    } catch (LibvirtException e) {
      // The connection is already broken; closing it frees what is left on our side.
    }
    try {
      connect.close();
    } catch (LibvirtException e) {
      // As above.
    }
    connect = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    disconnect();
  }
}
