package org.imageengine.engine.plan;

import java.util.Optional;
import org.imageengine.engine.template.Customizer;
import org.imageengine.engine.text.Position;
import org.imageengine.provisioners.FetchedContent;
import org.imageengine.provisioners.ShellScript;

/** A customizer or validator, with everything at hand that it needs. */
public sealed interface PlannedStep {

  /** The name in the template. */
  String name();

  /** Where it stands in the template. */
  Position at();

  /** The type of the reference. */
  Customizer.Type type();

  /** The SHA-256 of the script or file; nothing for a step that has neither. */
  Optional<String> contentSha256();

  /** What the step does to a guest, as one SHA-256: the same digest, the same result. */
  String inputsDigest();

  /** Runs a script. */
  record Shell(
      String name,
      Position at,
      ShellScript script,
      Optional<String> contentSha256,
      String inputsDigest)
      implements PlannedStep {
    @Override
    public Customizer.Type type() {
      return Customizer.Type.SHELL;
    }
  }

  /** Puts a file into the guest. */
  record File(
      String name, Position at, FetchedContent content, String destination, String inputsDigest)
      implements PlannedStep {
    @Override
    public Customizer.Type type() {
      return Customizer.Type.FILE;
    }

    @Override
    public Optional<String> contentSha256() {
      return Optional.of(content.sha256());
    }
  }

  /**
   * Does something that only Windows knows.
   *
   * @param script of a PowerShell step whose script is fetched
   */
  record Windows(
      Customizer customizer,
      Optional<FetchedContent> script,
      Optional<String> contentSha256,
      String inputsDigest)
      implements PlannedStep {
    @Override
    public String name() {
      return customizer.name();
    }

    @Override
    public Position at() {
      return customizer.at();
    }

    @Override
    public Customizer.Type type() {
      return customizer.type();
    }
  }
}
