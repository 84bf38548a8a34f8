package org.imageengine.engine.bicep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;

/** The files beside a Bicep file, by the relative names that it uses. */
final class LocalFiles {
  private static final long MOST_BYTES = 16L << 20;

  private final Path folder;

  LocalFiles(Path file) {
    Path parent = file.getParent();
    this.folder = parent == null ? Path.of("") : parent;
  }

  /** The path that {@code name} stands for. */
  Path path(String name, Position at) throws ProblemsException {
    try {
      return folder.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw problem(at, "\"" + name + "\" is not the name of a file.");
    }
  }

  /** What the file is called in messages. */
  String name(String name) {
    return folder.resolve(name).normalize().toString();
  }

  byte[] bytes(String name, Position at) throws ProblemsException {
    Path path = path(name, at);
    try {
      if (!Files.isRegularFile(path)) {
        throw problem(at, "The file " + path + " does not exist.");
      }
      if (Files.size(path) > MOST_BYTES) {
        throw problem(at, "The file " + path + " is larger than " + (MOST_BYTES >> 20) + " MiB.");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw problem(at, "The file " + path + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /** The text of a file; in UTF-8, where no encoding is named. */
  String text(String name, Position at, Optional<String> encoding) throws ProblemsException {
    byte[] bytes = bytes(name, at);
    try {
      String text =
          charset(encoding.orElse("utf-8"), at)
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw problem(
          at, "The file " + path(name, at) + " is not " + encoding.orElse("UTF-8") + " text.");
    }
  }

  private static Charset charset(String encoding, Position at) throws ProblemsException {
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "utf-8" -> StandardCharsets.UTF_8;
      case "us-ascii" -> StandardCharsets.US_ASCII;
      case "iso-8859-1" -> StandardCharsets.ISO_8859_1;
      case "utf-16" -> StandardCharsets.UTF_16LE;
      case "utf-16be" -> StandardCharsets.UTF_16BE;
      default -> throw problem(at, "The encoding \"" + encoding + "\" is not known.");
    };
  }

  private static ProblemsException problem(Position at, String message) {
    return new ProblemsException(List.of(Problem.of(at, "Unreadable", message)));
  }
}
