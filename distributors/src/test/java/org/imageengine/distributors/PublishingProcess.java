package org.imageengine.distributors;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** Publishes versions from a process of its own: state directory, disk, name. */
final class PublishingProcess {
  static final int VERSIONS = 5;

  private PublishingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Catalog catalog = Catalog.open(Path.of(arguments[0]));
    FinishedDisk disk =
        new FinishedDisk(
            Path.of(arguments[1]),
            "qcow2",
            1 << 20,
            OsType.Linux,
            Generation.V2,
            new SourceInfo("a:b:c:1.0.0", "1.0.0", "00", arguments[2], "template"));
    for (int i = 0; i < VERSIONS; i++) {
      new SharedImageDistributor(
              catalog,
              "out",
              new DefinitionId(new GalleryId("s", "rg", "g"), "d"),
              new VersionScheme.Latest(OptionalInt.empty()),
              new SharedImageDistributor.Options(Map.of(), false, false, "local"),
              new CopyingWriter())
          .distribute(disk, arguments[2] + "-" + i);
    }
  }
}
