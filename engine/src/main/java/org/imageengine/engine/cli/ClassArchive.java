package org.imageengine.engine.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Loads what commands use, for the JVM to put into an archive of classes when it ends: a command
 * then starts in half the time. Started by {@code bin/engine} while a distribution is made.
 */
public final class ClassArchive {
  /** Starts of the names of jars that every build needs most of. */
  private static final List<String> JARS =
      List.of(
          "engine-",
          "hypervisor-",
          "provisioners-",
          "distributors-",
          "jackson-core-",
          "jackson-databind-",
          "jackson-annotations-",
          "jackson-dataformat-",
          "snakeyaml-",
          "jna-",
          "libvirt-",
          "jsch-",
          "sabre-",
          "iso9660-");

  private ClassArchive() {}

  /**
   * Loads them.
   *
   * @param arguments a command to run on the way, so that what it makes at run time is archived too
   */
  public static void main(String[] arguments) throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String name = String.valueOf(Path.of(entry).getFileName());
      if (JARS.stream().anyMatch(name::startsWith)) {
        load(entry);
      }
    }
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
    var unused = Main.commandLine(Screen.ofProcess()).execute(arguments);
  }

  private static void load(String jar) throws IOException {
    try (JarFile file = new JarFile(jar)) {
      file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.contains("-info"))
          .filter(name -> !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .forEach(ClassArchive::loadClass);
    }
  }

  private static void loadClass(String name) {
    try {
      var unused = Class.forName(name, false, ClassArchive.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // It uses a library that the engine does without: so it is not used either.
      return;
    }
  }
}
