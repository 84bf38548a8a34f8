package org.imageengine.provisioners.windows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;

/**
 * A port of the loopback that leads to one WinRM server through {@link PinnedTls}.
 *
 * <p>overthere can only trust everything, everything that is signed by itself, or what Java trusts:
 * its three strategies are an enum, and the socket factory it may be given is never asked. So it
 * speaks plain HTTP to this port, and no byte of it, the password least of all, goes on before the
 * certificate has been seen. The tunnel also knows why a connection failed, when the server was
 * last heard of, and, as all connections of a command go through it, ends them at once.
 */
final class PinnedTunnel implements AutoCloseable {
  private static final int HANDSHAKE_MILLIS = 15_000;

  private final PinnedTls tls;
  private final String host;
  private final int port;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicReference<IOException> failure = new AtomicReference<>();
  private volatile long lastHeard = System.nanoTime();
  private volatile boolean closed;

  private PinnedTunnel(PinnedTls tls, String host, int port, ServerSocket listener) {
    this.tls = tls;
    this.host = host;
    this.port = port;
    this.listener = listener;
  }

  static PinnedTunnel open(PinnedTls tls, String host, int port) throws IOException {
    PinnedTunnel tunnel =
        new PinnedTunnel(
            tls, host, port, new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1")));
    tunnel.start("winrm-tunnel", tunnel::accept);
    return tunnel;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** When the server last said something, as {@link System#nanoTime}. */
  long lastHeard() {
    return lastHeard;
  }

  /** Why the last connection could not be made or was lost. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure.get());
  }

  private void accept() {
    while (!closed) {
      try {
        Socket near = listener.accept();
        start("winrm-connection", () -> serve(near));
      } catch (IOException e) {
        if (!closed) {
          failure.set(e);
        }
        return;
      }
    }
  }

  private void serve(Socket near) {
    open.add(near);
    try (near;
        SSLSocket far = tls.connect(host, port, HANDSHAKE_MILLIS)) {
      open.add(far);
      if (closed) {
        return;
      }
      lastHeard = System.nanoTime();
      Thread back = start("winrm-answer", () -> answer(far, near));
      pump(near.getInputStream(), far.getOutputStream(), false);
      // The client has all it wanted, and does not wait for the rest.
      near.close();
      far.close();
      back.join();
    } catch (IOException e) {
      note(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(near);
    }
  }

  private void answer(SSLSocket far, Socket near) {
    try (near) {
      pump(far.getInputStream(), near.getOutputStream(), true);
    } catch (IOException e) {
      if (!near.isClosed()) {
        note(e);
      }
    } finally {
      open.remove(far);
    }
  }

  private void note(IOException e) {
    if (!closed) {
      failure.set(e);
    }
  }

  private void pump(InputStream in, OutputStream out, boolean heard) throws IOException {
    byte[] buffer = new byte[16 << 10];
    int count;
    while ((count = in.read(buffer)) > 0) {
      if (heard) {
        lastHeard = System.nanoTime();
      }
      out.write(buffer, 0, count);
      out.flush();
    }
  }

  private Thread start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(listener);
    open.forEach(PinnedTunnel::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable thing) {
    try {
      thing.close();
    } catch (Exception e) {
      // It is closed, or as good as.
      return;
    }
  }
}
