package org.imageengine.distributors;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is said of a disk that is imported.
 *
 * @param osType its operating system; found out by a look into the disk where absent
 * @param generation V1 or V2; found out likewise
 * @param sha256 the digest that the file must have
 * @param sysprepRuns how often Sysprep has generalized it; Windows only
 * @param sysprepLimit how often Sysprep may; Windows only
 */
public record ImportOptions(
    Optional<OsType> osType,
    Optional<Generation> generation,
    OsState osState,
    Optional<String> sha256,
    String location,
    Map<String, String> tags,
    HardwareWish hardware,
    OptionalInt sysprepRuns,
    OptionalInt sysprepLimit) {
  public ImportOptions {
    tags = Map.copyOf(tags);
  }

  /** Options that say nothing of hardware and of Sysprep. */
  public ImportOptions(
      Optional<OsType> osType,
      Optional<Generation> generation,
      OsState osState,
      Optional<String> sha256,
      String location,
      Map<String, String> tags) {
    this(
        osType,
        generation,
        osState,
        sha256,
        location,
        tags,
        HardwareWish.NONE,
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  /** The same, of a file that must have that digest. */
  public ImportOptions withSha256(Optional<String> digest) {
    return new ImportOptions(
        osType, generation, osState, digest, location, tags, hardware, sysprepRuns, sysprepLimit);
  }

  /** What is known of Sysprep runs; nothing where nothing was said. */
  Optional<SysprepBudget> sysprep(OsType system) throws CatalogException {
    if (sysprepRuns.isEmpty() && sysprepLimit.isEmpty()) {
      return Optional.empty();
    }
    if (system != OsType.Windows) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          "Sysprep runs are counted for Windows images, and this image is " + system + ".");
    }
    int runs = sysprepRuns.orElse(SysprepBudget.UNKNOWN.runs());
    int limit = sysprepLimit.orElse(SysprepBudget.USUAL_LIMIT);
    if (runs < 0 || limit < 1) {
      throw new CatalogException(
          CatalogException.Code.MISMATCH,
          "Sysprep cannot have run " + runs + " times with a limit of " + limit + " times.");
    }
    return Optional.of(new SysprepBudget(runs, limit));
  }
}
