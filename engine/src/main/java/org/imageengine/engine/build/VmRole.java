package org.imageengine.engine.build;

import java.nio.file.Path;
import org.imageengine.engine.run.Phase;
import org.imageengine.engine.run.RunDirectory;

/** What a VM of a run is for. */
enum VmRole {
  /** Is customized and generalized; its disk becomes the image. */
  BUILD("build", Phase.BOOTING, Phase.CONNECTING),
  /** Is thrown away after the validators have looked at it. */
  VALIDATION("validate", Phase.VALIDATING, Phase.VALIDATING);

  private final String word;
  private final Phase bootPhase;
  private final Phase connectPhase;

  VmRole(String word, Phase bootPhase, Phase connectPhase) {
    this.word = word;
    this.bootPhase = bootPhase;
    this.connectPhase = connectPhase;
  }

  String word() {
    return word;
  }

  Phase bootPhase() {
    return bootPhase;
  }

  Phase connectPhase() {
    return connectPhase;
  }

  /** UEFI variables of the VM. */
  Path variables(RunDirectory run) {
    return run.work().resolve(word + "-nvram.fd");
  }

  Path serialLog(RunDirectory run) {
    return this == BUILD ? run.serialLog() : run.validationSerialLog();
  }
}
