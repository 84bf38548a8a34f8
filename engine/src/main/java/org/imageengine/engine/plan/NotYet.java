package org.imageengine.engine.plan;

import java.util.List;
import org.imageengine.engine.template.ImageTemplate;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.Problems;

/**
 * What a template may say and a build of this version does not do. Templates with it are valid; a
 * build refuses what would make another image than the one that is described, and warns of the
 * rest.
 */
public final class NotYet {
  private static final String CODE = "NotSupportedYet";

  private final Problems refused = new Problems();
  private final Problems ignored = new Problems();

  private NotYet() {}

  /** Looks through {@code template}. */
  public static NotYet in(ImageTemplate template) {
    NotYet notYet = new NotYet();
    notYet.machine(template);
    return notYet;
  }

  /** What a build cannot do, as problems. */
  public Problems refused() {
    return refused;
  }

  /** All of it as warnings, for those who only look. */
  public List<Problem> warnings() {
    Problems all = new Problems();
    if (!refused.isEmpty()) {
      refused
          .exception()
          .problems()
          .forEach(one -> all.warn(one.at(), CODE, one.message(), one.advice().orElse("")));
    }
    all.addAll(ignored);
    return all.warnings();
  }

  /** What a build leaves out. */
  public List<Problem> ignored() {
    return ignored.warnings();
  }

  private void machine(ImageTemplate template) {
    template
        .optimization()
        .workload()
        .ifPresent(
            workload ->
                refused.add(workload.at().at(), CODE, "\"optimize.workload\" is not done yet."));
    template.vmProfile().dataDiskSizesGiB().stream()
        .limit(1)
        .forEach(
            disk ->
                refused.add(
                    disk.at(), CODE, "A build VM has no additional data disks with this version."));
    template
        .vmProfile()
        .network()
        .ifPresent(
            network ->
                ignore(
                    network.subnetId().at(),
                    "Subnets are not mapped to networks of this host yet; the build VM gets a"
                        + " network of its own with access to the outside."));
  }

  private void ignore(Position at, String message) {
    ignored.warn(at, CODE, message, "");
  }
}
