package org.imageengine.hypervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.imageengine.hypervisor.HypervisorException.Code;

/**
 * A TCP port on 127.0.0.1 that nobody else who asks here gets: no other thread, and no other
 * process that uses the same lock directory. The kernel ends the lease with the process.
 */
public final class PortLease implements AutoCloseable {
  /**
   * Lock files that this process has open. Closing any channel of a file drops all locks the
   * process has on it, so no file may be opened a second time while it is locked.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final int port;
  private final Path file;
  private final FileChannel lock;

  private PortLease(int port, Path file, FileChannel lock) {
    this.port = port;
    this.file = file;
    this.lock = lock;
  }

  /**
   * Leases a port that is free.
   *
   * @param lockDirectory made if it is not there; its files {@code <port>.lock} are never removed
   * @param from the first port of the range
   * @param to the last port of the range
   * @throws HypervisorException {@code NO_FREE_PORT}
   */
  public static PortLease acquire(Path lockDirectory, int from, int to) throws HypervisorException {
    if (from < 1 || to > 65535 || from > to) {
      throw new IllegalArgumentException("Not a range of ports: " + from + "-" + to);
    }
    try {
      Path directory = Files.createDirectories(lockDirectory).toRealPath();
      int count = to - from + 1;
      // Not always the first: a port that was just given back may still have connections.
      int offset = ThreadLocalRandom.current().nextInt(count);
      for (int i = 0; i < count; i++) {
        int port = from + (offset + i) % count;
        Optional<PortLease> lease = tryAcquire(directory.resolve(port + ".lock"), port);
        if (lease.isPresent()) {
          return lease.get();
        }
      }
    } catch (IOException e) {
      throw new HypervisorException(
          Code.INTERNAL, "No port can be leased in " + lockDirectory + ": " + e.getMessage(), e);
    }
    throw new HypervisorException(
        Code.NO_FREE_PORT, "All ports from " + from + " to " + to + " on 127.0.0.1 are in use.");
  }

  private static Optional<PortLease> tryAcquire(Path file, int port) throws IOException {
    if (!OPEN.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean leased = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      leased = channel.tryLock() != null && isFree(port);
      return leased ? Optional.of(new PortLease(port, file, channel)) : Optional.empty();
    } catch (OverlappingFileLockException e) {
      // Locked by a copy of this class that another class loader has loaded.
      return Optional.empty();
    } finally {
      if (!leased) {
        if (channel != null) {
          channel.close();
        }
        OPEN.remove(file);
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The port. */
  public int port() {
    return port;
  }

  /** Gives the port back. Does nothing the second time. */
  @Override
  public synchronized void close() {
    if (!lock.isOpen()) {
      return;
    }
    try {
      lock.close();
    } catch (IOException e) {
      // The kernel has closed the file all the same, and with that dropped the lock.
    }
    OPEN.remove(file);
  }
}
