package org.imageengine.engine.plan;

import org.imageengine.engine.text.Position;
import org.imageengine.provisioners.FetchedContent;
import org.imageengine.provisioners.ShellScript;

/** A customizer or validator, with everything at hand that it needs. */
public sealed interface PlannedStep {

  /** The name in the template. */
  String name();

  /** Where it stands in the template. */
  Position at();

  /** What the step does to a guest, as one SHA-256: the same digest, the same result. */
  String inputsDigest();

  /** Runs a script. */
  record Shell(String name, Position at, ShellScript script, String inputsDigest)
      implements PlannedStep {}

  /** Puts a file into the guest. */
  record File(
      String name, Position at, FetchedContent content, String destination, String inputsDigest)
      implements PlannedStep {}
}
