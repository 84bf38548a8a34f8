package org.imageengine.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Bicep file with a module, parameters and its own gallery, from the plan to the image. */
class BicepIT {
  private static final String SECRET = "hunter2-is-a-secret";

  @TempDir Path directory;

  @Test
  void aBicepFileIsPlannedCompiledAndBuilt() throws Exception {
    Engine engine = TestCatalog.prepare(directory.resolve("state"), TestCatalog.GEN2);
    Path main = templates();
    Files.writeString(
        directory.resolve("main.bicepparam"), "using 'main.bicep'\nparam names = ['one', 'two']\n");
    Object[] parameters = {
      main,
      "--parameters",
      directory.resolve("main.bicepparam"),
      "--parameter",
      "token=" + SECRET,
      "--create-galleries"
    };

    Engine blind = engine.with("ENGINE_HYPERVISOR_URI", "qemu+unix:///system?socket=/nonexistent");
    assertThat(blind.run(with("plan", parameters)).succeeded().out())
        .contains("customize 1   Shell \"names\"")
        .contains("/galleries/bicepGallery/images/bicep/versions/0.0.1")
        .doesNotContain(SECRET);
    assertThat(engine.run("gallery", "list", "--output", "json").succeeded().out())
        .as("a plan makes nothing")
        .doesNotContain("bicepGallery");
    JsonNode compiled = blind.run(with("compile", parameters)).succeeded().json();
    assertThat(compiled.at("/properties/customize/0/inline/1").asText())
        .isEqualTo("echo made two > /tmp/two");

    Engine.Result run = engine.run(with("run", parameters)).succeeded();

    assertThat(run.err()).contains("Made the image definition").contains("images/bicep.");
    JsonNode versions =
        engine
            .run("gallery", "version", "list", "bicepGallery", "bicep", "--output", "json")
            .succeeded()
            .json();
    assertThat(versions).hasSize(1);
    assertThat(engine.run("runs", "logs", "latest").succeeded().out()).contains("the token fits");
    assertThat(filesWith(engine.home().resolve("runs"), SECRET)).isEmpty();
    Leftovers.assertNone(engine.home());
  }

  private static Object[] with(String command, Object... arguments) {
    return Stream.concat(Stream.of(command), Stream.of(arguments)).toArray();
  }

  private Path templates() throws IOException {
    Files.writeString(
        directory.resolve("image.bicep"),
        """
        param steps array
        param definition string
        resource image 'Microsoft.VirtualMachineImages/imageTemplates@2024-02-01' = {
          name: 'bicep'
          location: resourceGroup().location
          properties: {
            buildTimeoutInMinutes: 15
            vmProfile: { vmSize: 'Standard_B1ms' }
            source: {
              type: 'PlatformImage', publisher: 'Debian', offer: 'debian-12'
              sku: '%s', version: 'latest'
            }
            customize: steps
            distribute: [
              { type: 'SharedImage', runOutputName: 'gallery', galleryImageId: definition }
            ]
          }
        }
        """
            .formatted(TestCatalog.GEN2));
    return Files.writeString(
        directory.resolve("main.bicep"),
        """
        param names string[]
        @secure()
        param token string
        resource gallery 'Microsoft.Compute/galleries@2022-03-03' = {
          name: 'bicepGallery'
          location: 'local'
          resource definition 'images' = {
            name: 'bicep'
            location: 'local'
            properties: {
              osType: 'Linux'
              osState: 'Generalized'
              hyperVGeneration: 'V2'
              identifier: { publisher: 'p', offer: 'o', sku: 's' }
            }
          }
        }
        module image 'image.bicep' = {
          name: 'image'
          params: {
            definition: gallery::definition.id
            steps: [
              {
                type: 'Shell'
                name: 'names'
                inline: [for name in names: 'echo made ${name} > /tmp/${name}']
              }
              {
                type: 'Shell'
                name: 'token'
                inline: ['test "$(cat /tmp/two)" = "made two"', 'test ${token} = %s && echo the token fits']
              }
            ]
          }
        }
        """
            .formatted(SECRET));
  }

  /** The files that hold {@code text}, by name. */
  private static List<String> filesWith(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> holds(file, text))
          .map(Path::toString)
          .toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
