package org.imageengine.distributors;

import java.nio.file.Path;

/** Replaces a managed image, and ends before a chosen change: directory of the test, number. */
final class KilledProcess {
  static final int KILLED = 137;

  private KilledProcess() {}

  public static void main(String[] arguments) throws Exception {
    TestCatalog test = TestCatalog.open(Path.of(arguments[0]));
    FinishedDisk disk = test.finished("fresh");
    int last = Integer.parseInt(arguments[1]);
    int[] count = {0};
    Durable.faultPoint(
        change -> {
          count[0]++;
          if (count[0] == last) {
            Runtime.getRuntime().halt(KILLED);
          }
        });
    var unused = TestCatalog.write(test.managed(new CopyingWriter()), disk, "run" + last);
  }
}
