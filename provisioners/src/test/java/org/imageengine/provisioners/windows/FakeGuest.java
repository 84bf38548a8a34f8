package org.imageengine.provisioners.windows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;

/** A guest that does what a test says, and notes what it was asked for. */
final class FakeGuest implements WindowsGuest {
  /** What becomes of a command. */
  interface Program {
    int run(String command, OutputSink output) throws ProvisionException, InterruptedException;
  }

  /** What becomes of a question for the state: the number of the boot. */
  interface Machine {
    int boot() throws ProvisionException;
  }

  final List<String> asked = new ArrayList<>();
  final Map<String, String> files = new LinkedHashMap<>();
  Program program = (command, output) -> 0;
  Machine machine = () -> 1;
  private static final long START = System.nanoTime() / 100;
  private int number;

  @Override
  public int run(String command, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    return run(command, RunAs.NETWORK_USER, output, limit);
  }

  @Override
  public int run(String command, RunAs as, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    asked.add(as + " " + command);
    return program.run(command, output);
  }

  @Override
  public int runBriefly(String command, Duration limit)
      throws ProvisionException, InterruptedException {
    asked.add(command);
    return program.run(command, OutputSink.ignore());
  }

  @Override
  public GuestState state(Duration limit) throws ProvisionException {
    // Each boot is a minute younger than the one before.
    long minute = 600_000_000L;
    long now = 1000 * minute + System.nanoTime() / 100;
    long boot = 500 * minute + machine.boot() * minute + START;
    return new GuestState(boot, now, "20348", false, false, "IMAGE_STATE_COMPLETE");
  }

  @Override
  public String newFile(String prefix, String suffix) {
    return "C:\\" + prefix + ++number + suffix;
  }

  @Override
  public Optional<String> gone() {
    return Optional.empty();
  }

  @Override
  public void write(byte[] content, String path, Duration limit) {
    files.put(path, new String(content, StandardCharsets.UTF_8));
  }

  @Override
  public void upload(Path local, String remotePath, int mode, Duration limit)
      throws ProvisionException {
    try {
      files.put(remotePath, Files.readString(local, StandardCharsets.UTF_8));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> readText(String remotePath, int maxBytes, Duration limit) {
    return Optional.ofNullable(files.get(remotePath));
  }

  @Override
  public boolean alive() {
    return true;
  }

  @Override
  public void close() {}
}
