package org.imageengine.provisioners.windows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.OutputStreamKind;
import org.imageengine.provisioners.ProvisionException;

/**
 * A command line that runs in the guest by itself, its output and its exit code in files there.
 * follow.ps1 starts it, the first time, and tells what is new; it is asked until the job ends, and
 * through all losses of the connection.
 */
final class Job {
  private static final Duration TIDY = Duration.ofSeconds(30);
  private static final Duration TIDY_FILES = Duration.ofSeconds(3);
  private static final String STDOUT = "stdout ";
  private static final String STDERR = "stderr ";
  private static final String BEGUN = "begun";

  private final WinRmLink link;
  private final GuestFolder home;
  private final RunAs as;
  private final String folder;
  private final OutputDecoder out;
  private final OutputDecoder err;
  private long outOffset;
  private long errOffset;
  private Answer answer;
  private boolean hasBegun;

  Job(WinRmLink link, GuestFolder home, RunAs as, OutputSink output) {
    this.link = link;
    this.home = home;
    this.as = as;
    // A task has its name, and what is so called is removed at the end at the latest.
    String path = home.newFile("job-", "");
    this.folder = as.isTask() ? path.replace("\\job-", "\\image-engine-job-") : path;
    this.out = new OutputDecoder(line -> output.line(OutputStreamKind.STDOUT, line));
    this.err = new OutputDecoder(line -> output.line(OutputStreamKind.STDERR, line));
  }

  int run(String command, Duration limit) throws ProvisionException, InterruptedException {
    WinRmLink.Retry retry = link.retry("a command ran", limit);
    boolean isEnded = false;
    try {
      Optional<Answer> ended = follow(begin(command, retry), retry);
      // A question that nobody has answered is the last thing, and has no line end.
      out.close();
      err.close();
      if (ended.isEmpty()) {
        throw new ProvisionException(
            ProvisionException.Code.COMMAND_TIMEOUT,
            "The command did not end within " + limit.toSeconds() + " s.");
      }
      int code = exitCode(ended.get());
      isEnded = true;
      return code;
    } finally {
      if (isEnded && !as.isTask()) {
        tidy("rd /s /q " + folder, false);
      } else {
        tidy(end(), !isEnded);
      }
    }
  }

  private int exitCode(Answer ended) throws ProvisionException {
    switch (ended.word()) {
      case "exited":
        // Codes have 32 bits, and some count them without a sign.
        return (int) Long.parseLong(ended.text().strip());
      case "gone":
        throw new ProvisionException(
            ProvisionException.Code.CONNECTION_LOST,
            "The command was ended from outside while it ran. A script that restarts the guest does"
                + " that; use a WindowsRestart step instead.");
      default:
        throw new ProvisionException(
            ProvisionException.Code.COMMAND_FAILED,
            "The command could not be run in the guest: " + ended.text());
    }
  }

  /**
   * What has to come before follow.ps1 in one command line; a long command has been sent before.
   */
  private String begin(String command, WinRmLink.Retry retry)
      throws ProvisionException, InterruptedException {
    List<String> commands = new ArrayList<>();
    commands.add("md " + folder + " 2>nul");
    commands.addAll(
        CommandLines.write(command.getBytes(StandardCharsets.UTF_8), folder + "\\command.b64"));
    List<String> lines = CommandLines.pack(commands);
    if (lines.size() == 1 && lines.get(0).length() < CommandLines.LONGEST - 400) {
      return lines.get(0) + "&";
    }
    var unused = link.ask(lines, retry);
    return "";
  }

  /** Asks until the job has ended, or its time is over. */
  private Optional<Answer> follow(String begin, WinRmLink.Retry retry)
      throws ProvisionException, InterruptedException {
    String password = as == RunAs.ELEVATED_USER ? link.endpoint().password() : "";
    while (System.nanoTime() < retry.end()) {
      answer = null;
      try {
        String line = (hasBegun ? "" : begin) + followLine(retry.left());
        var unused = link.once(line, hasBegun ? "" : password, this::take, retry.end());
        if (answer == null) {
          throw new WinRmFailure(
              WinRmFailure.Kind.LOST, "the script follow.ps1 of the engine did not answer");
        }
        if (!answer.word().equals("running")) {
          return Optional.of(answer);
        }
      } catch (WinRmFailure e) {
        if (e.kind() == WinRmFailure.Kind.LATE && hasBegun && link.gone().isEmpty()) {
          return Optional.empty();
        }
        retry.pause(e);
      }
    }
    return Optional.empty();
  }

  private String followLine(Duration left) {
    long seconds = Math.min(link.timing().follow().toSeconds(), left.toSeconds() + 1);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Folder",
                folder,
                "-Out",
                Long.toString(outOffset),
                "-Err",
                Long.toString(errOffset),
                "-Seconds",
                Long.toString(seconds)));
    if (as.isTask()) {
      arguments.add("-Account");
      arguments.add(as == RunAs.SYSTEM ? "SYSTEM" : link.endpoint().user());
    }
    return CommandLines.powershell(home.file("follow.ps1"), arguments.toArray(String[]::new));
  }

  private void take(String line) {
    if (line.startsWith(STDOUT)) {
      byte[] bytes = Base64.getDecoder().decode(line.substring(STDOUT.length()).strip());
      outOffset += bytes.length;
      out.write(bytes);
    } else if (line.startsWith(STDERR)) {
      byte[] bytes = Base64.getDecoder().decode(line.substring(STDERR.length()).strip());
      errOffset += bytes.length;
      err.write(bytes);
    } else if (line.equals(BEGUN)) {
      hasBegun = true;
    } else {
      Answer.of(line).ifPresent(found -> answer = found);
    }
  }

  private String end() {
    String script = home.file("end.ps1");
    return as.isTask()
        ? CommandLines.powershell(script, "-Folder", folder, "-Task")
        : CommandLines.powershell(script, "-Folder", folder);
  }

  /**
   * Takes the job away, whatever becomes of it: the guest may be gone, may be on its way down, or
   * is about to be thrown away.
   *
   * @param isStubborn where something may still run
   */
  private void tidy(String command, boolean isStubborn) {
    boolean interrupted = Thread.interrupted();
    Duration limit = isStubborn ? TIDY : TIDY_FILES;
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (link.gone().isEmpty()) {
        try {
          var unused = link.once(command, "", line -> {}, end);
          return;
        } catch (WinRmFailure e) {
          if (System.nanoTime() > end) {
            return;
          }
          TimeUnit.MILLISECONDS.sleep(500);
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
