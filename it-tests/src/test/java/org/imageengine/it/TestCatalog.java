package org.imageengine.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A state directory with the Debian source image in it, once as Gen2 and once as Gen1. */
final class TestCatalog {
  static final String GEN2 = "12-gen2";
  static final String GEN1 = "12-gen1";

  private TestCatalog() {}

  /** Imports the source image; {@code skus} are of {@link #GEN1} and {@link #GEN2}. */
  static Engine prepare(Path home, String... skus) throws Exception {
    Engine engine = new Engine(home);
    for (String sku : skus) {
      List<Object> command =
          new ArrayList<>(
              List.of(
                  "image",
                  "import",
                  Host.sourceImage(),
                  "--as",
                  "Debian:debian-12:" + sku + ":12.0.1"));
      if (sku.equals(GEN1)) {
        // The disk boots both ways, and a look into it says V2.
        command.addAll(List.of("--generation", "V1"));
      }
      engine.run(command.toArray()).succeeded();
    }
    return engine;
  }

  static void createGallery(Engine engine, String definition) throws Exception {
    engine.run("gallery", "create", "testGallery", "--if-missing").succeeded();
    engine
        .run(
            "gallery",
            "definition",
            "create",
            "testGallery",
            definition,
            "--os-type",
            "Linux",
            "--generation",
            "V2",
            "--publisher",
            "Test",
            "--offer",
            "test",
            "--sku",
            definition)
        .succeeded();
  }
}
