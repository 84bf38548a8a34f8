package org.imageengine.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.OutputStreamKind;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.windows.WinRmCommunicator;
import org.imageengine.provisioners.windows.WinRmEndpoint;

/**
 * Command lines in the Windows guest of a run. Each runs by itself, with its output as it comes: a
 * terminal for programs that ask questions it is not.
 */
final class WinRmShell {
  private static final Duration CONNECT = Duration.ofSeconds(60);
  private static final Duration COMMAND = Duration.ofHours(12);
  private static final OutputSink OUTPUT =
      (stream, line) -> (stream == OutputStreamKind.STDOUT ? System.out : System.err).println(line);

  private WinRmShell() {}

  /**
   * Runs one command line, or each that comes on standard input until {@code exit} or its end.
   *
   * @return the exit code of the last
   */
  static int open(RunDirectory run, RunRecord.KeptVm vm, List<String> command)
      throws EngineException, InterruptedException {
    try (WinRmCommunicator guest =
        WinRmCommunicator.connect(endpoint(run, vm), CONNECT, Optional::empty)) {
      return command.isEmpty()
          ? loop(guest)
          : guest.run(String.join(" ", command), OUTPUT, COMMAND);
    } catch (ProvisionException | IOException e) {
      throw new EngineException(
          ErrorKind.EXTERNAL,
          "GuestUnreachable",
          e.getMessage(),
          "Is the VM "
              + vm.domain()
              + " still running? engine runs delete "
              + run.runId()
              + " removes it.",
          e);
    }
  }

  private static WinRmEndpoint endpoint(RunDirectory run, RunRecord.KeptVm vm) throws IOException {
    return new WinRmEndpoint(
        "127.0.0.1",
        vm.sshPort(),
        vm.user(),
        Files.readString(run.password()).strip(),
        Files.readString(run.certificate()).strip());
  }

  private static int loop(WinRmCommunicator guest)
      throws IOException, ProvisionException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    boolean isTerminal = System.console() != null;
    int exit = 0;
    while (true) {
      if (isTerminal) {
        System.out.print("cmd> ");
        System.out.flush();
      }
      String line = in.readLine();
      if (line == null || line.strip().equalsIgnoreCase("exit")) {
        return exit;
      }
      if (!line.isBlank()) {
        exit = guest.run(line, OUTPUT, COMMAND);
      }
    }
  }
}
