package org.imageengine.provisioners.windows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.imageengine.provisioners.OutputSink;
import org.imageengine.provisioners.ProvisionException;

/** WinRM over HTTPS, with one certificate trusted and no other. */
public final class WinRmCommunicator implements WindowsGuest {
  private final WinRmLink link;
  private final GuestFolder home;
  private volatile boolean closed;

  private WinRmCommunicator(WinRmLink link, GuestFolder home) {
    this.link = link;
    this.home = home;
  }

  /**
   * Waits until the server answers, lets us in and runs our commands. While a guest boots, its
   * server may not be there, may answer with errors, have another certificate, or not know our
   * user: all that is tried again until the limit.
   *
   * @param gone says why waiting has become pointless, if it has
   */
  public static WinRmCommunicator connect(
      WinRmEndpoint endpoint, Duration limit, Supplier<Optional<String>> gone)
      throws ProvisionException, InterruptedException {
    return connect(endpoint, WinRmTiming.USUAL, limit, gone);
  }

  static WinRmCommunicator connect(
      WinRmEndpoint endpoint, WinRmTiming timing, Duration limit, Supplier<Optional<String>> gone)
      throws ProvisionException, InterruptedException {
    WinRmLink link = new WinRmLink(endpoint, timing, gone);
    GuestFolder home = new GuestFolder();
    try {
      Optional<Answer> answer =
          Answer.among(link.ask(home.install(), link.retry("it was waited for", limit)));
      if (answer.isEmpty()) {
        throw new ProvisionException(
            ProvisionException.Code.INTERNAL,
            "The guest lets us in by WinRM as "
                + endpoint
                + ", but its commands do nothing: no file came into its folder for"
                + " temporary files.");
      }
      return new WinRmCommunicator(link, home);
    } catch (ProvisionException e) {
      if (e.code() == ProvisionException.Code.CONNECTION_LOST) {
        throw new ProvisionException(ProvisionException.Code.CONNECT_TIMEOUT, e.getMessage());
      }
      throw e;
    }
  }

  @Override
  public int run(String command, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    return run(command, RunAs.NETWORK_USER, output, limit);
  }

  @Override
  public int run(String command, RunAs as, OutputSink output, Duration limit)
      throws ProvisionException, InterruptedException {
    return new Job(link, home, as, output).run(command, limit);
  }

  @Override
  public int runBriefly(String command, Duration limit)
      throws ProvisionException, InterruptedException {
    WinRmLink.Retry retry = link.retry("a command ran", limit);
    while (true) {
      try {
        return link.once(command, "", line -> {}, retry.end());
      } catch (WinRmFailure e) {
        retry.pause(e);
      }
    }
  }

  @Override
  public GuestState state(Duration limit) throws ProvisionException, InterruptedException {
    WinRmLink.Retry retry = link.retry("its state was asked for", limit);
    List<String> lines = new ArrayList<>();
    while (true) {
      try {
        lines.clear();
        String command = CommandLines.powershell(home.file("state.ps1"));
        var unused = link.once(command, "", lines::add, retry.end());
        Optional<GuestState> state = GuestState.of(lines);
        if (state.isPresent()) {
          return state.get();
        }
        throw new WinRmFailure(
            WinRmFailure.Kind.LOST, "the script state.ps1 of the engine did not answer");
      } catch (WinRmFailure e) {
        retry.pause(e);
      }
    }
  }

  @Override
  public void upload(Path local, String remotePath, int mode, Duration limit)
      throws ProvisionException, InterruptedException {
    new WinRmUpload(link, home, local, remotePath).run(limit);
  }

  @Override
  public void write(byte[] content, String path, Duration limit)
      throws ProvisionException, InterruptedException {
    List<String> commands = new ArrayList<>();
    if (content.length == 0) {
      // certutil takes an empty file for a broken one.
      commands.add("type nul>" + path + "&&echo result written");
    } else {
      String encoded = path + ".b64";
      commands.addAll(CommandLines.write(content, encoded));
      commands.add(CommandLines.decode(encoded, path) + "&&echo result written&del " + encoded);
    }
    WinRmLink.Retry retry = link.retry("a file was written", limit);
    if (Answer.among(link.ask(CommandLines.pack(commands), retry)).isEmpty()) {
      throw new ProvisionException(
          ProvisionException.Code.UPLOAD_FAILED,
          "Writing "
              + path
              + " in the guest failed: certutil put nothing there. Is the disk full, or does a"
              + " policy forbid it?");
    }
  }

  @Override
  public Optional<String> readText(String remotePath, int maxBytes, Duration limit)
      throws ProvisionException, InterruptedException {
    String command =
        CommandLines.powershell(
            home.file("read.ps1"),
            "-Path",
            CommandLines.base64(remotePath),
            "-Bytes",
            Integer.toString(maxBytes));
    Optional<Answer> answer =
        Answer.among(link.ask(List.of(command), link.retry(remotePath + " was read", limit)));
    switch (answer.map(Answer::word).orElse("")) {
      case "none":
        return Optional.empty();
      case "text":
        return Optional.of(answer.get().text());
      default:
        throw new ProvisionException(
            ProvisionException.Code.CONNECTION_LOST,
            "Reading "
                + remotePath
                + " in the guest failed: "
                + answer.map(Answer::text).orElse("the engine's script did not answer."));
    }
  }

  @Override
  public String newFile(String prefix, String suffix) {
    return home.newFile(prefix, suffix);
  }

  @Override
  public Optional<String> gone() {
    return link.gone();
  }

  /** Each message is a connection of its own, so that only the end of the guest is a loss. */
  @Override
  public boolean alive() {
    return !closed && link.gone().isEmpty();
  }

  @Override
  public void close() {
    closed = true;
  }
}
