package org.imageengine.provisioners.windows;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The engine's folder in a guest, with the scripts that everything needs. */
final class GuestFolder {
  private static final List<String> SCRIPTS =
      List.of("place.ps1", "read.ps1", "task.ps1", "job.ps1", "follow.ps1", "end.ps1", "state.ps1");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String path = "C:\\Windows\\Temp\\image-engine-" + random();

  private static String random() {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  String path() {
    return path;
  }

  /** The path of a file in it. */
  String file(String name) {
    return path + "\\" + name;
  }

  /** The path of a file in it that no other has. */
  String newFile(String prefix, String suffix) {
    return file(prefix + random() + suffix);
  }

  /**
   * Command lines that make the folder and put the scripts into it, with programs that every
   * Windows has.
   */
  List<String> install() {
    List<String> commands = new ArrayList<>();
    commands.add("md " + path + " 2>nul");
    for (String script : SCRIPTS) {
      commands.addAll(CommandLines.write(resource(script), file(script + ".b64")));
      commands.add(CommandLines.decode(file(script + ".b64"), file(script)));
    }
    commands.add("if exist " + file(SCRIPTS.get(SCRIPTS.size() - 1)) + " echo result installed");
    return CommandLines.pack(commands);
  }

  /** A script that is shipped with the engine. */
  static byte[] resource(String name) {
    try (InputStream in = GuestFolder.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("this build of the engine lacks " + name, e);
    }
  }
}
