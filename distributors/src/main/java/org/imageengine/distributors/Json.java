package org.imageengine.distributors;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plain JSON files of the catalog. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Json() {}

  static <T> T read(Path file, Class<T> type) throws CatalogException {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), type);
    } catch (IOException e) {
      throw new CatalogException(
          CatalogException.Code.CORRUPT,
          file
              + " cannot be read: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          e);
    }
  }

  /** Writes a file whole or not at all, and sees it to the disk. */
  static void write(Path file, Object value) throws IOException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.write(aside, MAPPER.writeValueAsBytes(value));
    Durable.sync(aside);
    Durable.rename(aside, file);
  }
}
