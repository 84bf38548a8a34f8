package org.imageengine.distributors;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

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
    Durable.write(file, MAPPER.writeValueAsBytes(value));
  }

  /** Changes some of the members of a file, and leaves all others as they are. */
  static void update(Path file, Consumer<ObjectNode> change)
      throws CatalogException, IOException, InterruptedException {
    try (DirectoryLock lock = DirectoryLock.acquire(file.getParent())) {
      ObjectNode object = read(file, ObjectNode.class);
      change.accept(object);
      write(file, object);
    }
  }

  /** A value as a node, to be put into an object. */
  static JsonNode node(Object value) {
    return MAPPER.valueToTree(value);
  }
}
