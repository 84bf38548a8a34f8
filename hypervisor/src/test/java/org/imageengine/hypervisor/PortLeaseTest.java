package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.imageengine.hypervisor.HypervisorException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PortLeaseTest {
  private static final int FROM = 28100;

  @TempDir Path locks;

  @Test
  void neverGivesTheSamePortToTwoThreads() throws Exception {
    int count = 40;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<PortLease>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        calls.add(() -> PortLease.acquire(locks, FROM, FROM + 99));
      }
      Set<Integer> ports = new HashSet<>();
      List<PortLease> leases = new ArrayList<>();
      for (Future<PortLease> future : threads.invokeAll(calls)) {
        leases.add(future.get());
        ports.add(future.get().port());
      }
      leases.forEach(PortLease::close);

      assertThat(ports).hasSize(count).allMatch(port -> port >= FROM && port <= FROM + 99);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Two ports here and two other processes: each gets one, and a third process none. */
  @Test
  void neverGivesTheSamePortToTwoProcesses() throws Exception {
    PortLease mine = PortLease.acquire(locks, FROM, FROM + 2);
    // A refusal in this process must not give up the lock it holds already.
    for (int i = 0; i < 20; i++) {
      PortLease.acquire(locks, FROM, FROM + 2).close();
    }
    try (Child first = new Child(locks);
        Child second = new Child(locks)) {
      assertThat(Set.of(mine.port() + "", first.answer(), second.answer()))
          .containsExactlyInAnyOrder("28100", "28101", "28102");
      try (Child third = new Child(locks)) {
        assertThat(third.answer()).isEqualTo("NO_FREE_PORT");
      }
      String port = first.answer();
      first.kill();
      try (PortLease freed = PortLease.acquire(locks, FROM, FROM + 2)) {
        assertThat(freed.port() + "").isEqualTo(port);
      }
    }
    mine.close();
  }

  @Test
  void leavesOutAPortThatSomebodyElseListensOn() throws Exception {
    try (ServerSocket other =
        new ServerSocket(FROM + 50, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThatThrownBy(() -> PortLease.acquire(locks, other.getLocalPort(), other.getLocalPort()))
          .hasMessage("All ports from 28150 to 28150 on 127.0.0.1 are in use.")
          .isInstanceOfSatisfying(
              HypervisorException.class, e -> assertThat(e.code()).isEqualTo(Code.NO_FREE_PORT));
    }
    PortLease.acquire(locks, FROM + 50, FROM + 50).close();
  }

  @Test
  void canBeLeasedAgainAfterClosing() throws Exception {
    PortLease lease = PortLease.acquire(locks, FROM, FROM);
    lease.close();
    lease.close();

    try (PortLease again = PortLease.acquire(locks, FROM, FROM)) {
      assertThat(again.port()).isEqualTo(FROM);
      lease.close();
      assertThatThrownBy(() -> PortLease.acquire(locks, FROM, FROM))
          .isInstanceOf(HypervisorException.class);
    }
  }

  /** Another JVM that leases one port and holds it until it is killed. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final String answer;

    Child(Path locks) throws Exception {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  PortHolder.class.getName(),
                  locks.toString(),
                  FROM + "",
                  FROM + 2 + "")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answer = process.inputReader().readLine();
    }

    String answer() {
      return answer;
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
      kill();
    }
  }
}
