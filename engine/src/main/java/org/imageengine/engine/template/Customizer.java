package org.imageengine.engine.template;

import java.util.List;
import java.util.Optional;
import org.imageengine.engine.text.Position;

/** One entry of {@code properties.customize} or of {@code properties.validate.inVMValidations}. */
public sealed interface Customizer {

  Position at();

  /** The name in the template, or one made of type and number, such as {@code Shell 2}. */
  String name();

  /** Runs a shell script in the guest. */
  record Shell(Position at, String name, Script script) implements Customizer {}

  /** Puts one file at an absolute path in the guest, into a directory that exists. */
  record File(Position at, String name, RemoteContent source, Sited destination)
      implements Customizer {}

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
