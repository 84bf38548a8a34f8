package org.imageengine.engine.template;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imageengine.engine.text.Position;

/** One entry of {@code properties.customize} or of {@code properties.validate.inVMValidations}. */
public sealed interface Customizer {

  Position at();

  /** The name in the template, or one made of type and number, such as {@code Shell 2}. */
  String name();

  /** Its {@code type}, and the operating system that it is for. */
  Type type();

  /** The types of the reference. */
  enum Type {
    SHELL("Shell", GuestOs.LINUX),
    POWER_SHELL("PowerShell", GuestOs.WINDOWS),
    FILE("File", GuestOs.ANY),
    WINDOWS_RESTART("WindowsRestart", GuestOs.WINDOWS),
    WINDOWS_UPDATE("WindowsUpdate", GuestOs.WINDOWS);

    private final String word;
    private final GuestOs os;

    Type(String word, GuestOs os) {
      this.word = word;
      this.os = os;
    }

    /** As the template writes it. */
    public String word() {
      return word;
    }

    public GuestOs os() {
      return os;
    }
  }

  /** What a step needs the guest to run. */
  enum GuestOs {
    LINUX,
    WINDOWS,
    ANY
  }

  /** Runs a shell script in the guest. */
  record Shell(Position at, String name, Script script) implements Customizer {
    @Override
    public Type type() {
      return Type.SHELL;
    }
  }

  /**
   * Runs a PowerShell script in the guest.
   *
   * @param validExitCodes those that mean success
   */
  record PowerShell(
      Position at,
      String name,
      Script script,
      boolean runElevated,
      boolean runAsSystem,
      List<Integer> validExitCodes)
      implements Customizer {
    public PowerShell {
      validExitCodes = List.copyOf(validExitCodes);
    }

    @Override
    public Type type() {
      return Type.POWER_SHELL;
    }
  }

  /** Puts one file at an absolute path in the guest, into a directory that exists. */
  record File(Position at, String name, RemoteContent source, Sited destination)
      implements Customizer {
    @Override
    public Type type() {
      return Type.FILE;
    }
  }

  /**
   * Restarts Windows and waits until it is back.
   *
   * @param restartCheckCommand empty: none
   */
  record WindowsRestart(
      Position at,
      String name,
      String restartCommand,
      String restartCheckCommand,
      Duration restartTimeout)
      implements Customizer {
    @Override
    public Type type() {
      return Type.WINDOWS_RESTART;
    }
  }

  /**
   * Installs updates of Windows.
   *
   * @param filters each {@code include:} or {@code exclude:} and a PowerShell expression
   * @param updateLimit how many updates at most
   */
  record WindowsUpdate(
      Position at, String name, String searchCriteria, List<String> filters, int updateLimit)
      implements Customizer {
    public WindowsUpdate {
      filters = List.copyOf(filters);
    }

    @Override
    public Type type() {
      return Type.WINDOWS_UPDATE;
    }
  }

  /** Where a script comes from. */
  sealed interface Script {
    /** Commands in the template itself; together they are one script. */
    record Inline(List<String> lines) implements Script {
      public Inline {
        lines = List.copyOf(lines);
      }
    }

    /** A script that is fetched before the build. */
    record Fetched(RemoteContent content) implements Script {}
  }

  /**
   * Something to fetch.
   *
   * @param uri http, https or file; or a path, which is taken from the template's own folder
   * @param sha256 64 hexadecimal digits that the content must have
   */
  record RemoteContent(Sited uri, Optional<String> sha256) {}
}
