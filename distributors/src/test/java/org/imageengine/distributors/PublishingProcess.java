package org.imageengine.distributors;

import java.nio.file.Path;

/** Publishes versions from a process of its own: directory of the test, name. */
final class PublishingProcess {
  static final int VERSIONS = 5;

  private PublishingProcess() {}

  public static void main(String[] arguments) throws Exception {
    TestCatalog test = TestCatalog.open(Path.of(arguments[0]));
    FinishedDisk disk = test.finished("of " + arguments[1]);
    for (int i = 0; i < VERSIONS; i++) {
      var unused =
          TestCatalog.write(test.shared(TestCatalog.latest()), disk, arguments[1] + "-" + i);
    }
  }
}
