package org.imageengine.engine.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON or YAML text into {@link Value}s that know their line and column. JSON may hold
 * comments, trailing commas and names without quotes and single quotes, as Azure Resource Manager
 * accepts them. Size and nesting are limited, so that no file can exhaust memory or the stack.
 */
public final class ValueReader {
  private static final int MAX_BYTES = 16 << 20;
  private static final int MAX_DEPTH = 100;
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(100).build();

  private static final class JsonHolder {
    static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();
  }

  private static final class YamlHolder {
    static final YAMLFactory FACTORY = YAMLFactory.builder().streamReadConstraints(LIMITS).build();
  }

  private final String file;

  private ValueReader(String file) {
    this.file = file;
  }

  /** Reads a file; one whose name ends in .yaml or .yml as YAML, any other as JSON. */
  public static Value readFile(Path path) throws ProblemsException {
    String name = path.toString();
    String text = readText(path);
    return name.endsWith(".yaml") || name.endsWith(".yml") ? yaml(name, text) : json(name, text);
  }

  /** Reads a JSON text; {@code file} is what its places are called in messages. */
  public static Value json(String file, String text) throws ProblemsException {
    return new ValueReader(file).read(JsonHolder.FACTORY, text);
  }

  /** Reads a YAML text; {@code file} is what its places are called in messages. */
  public static Value yaml(String file, String text) throws ProblemsException {
    return new ValueReader(file).read(YamlHolder.FACTORY, text);
  }

  /** Reads a file of UTF-8 text, within the limit of size. */
  public static String readText(Path path) throws ProblemsException {
    String name = path.toString();
    try {
      if (Files.isDirectory(path)) {
        throw unreadable(name, "is a directory, not a file");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw unreadable(name, "is larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
      String text = strict.decode(ByteBuffer.wrap(Files.readAllBytes(path))).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw unreadable(name, "does not exist");
    } catch (CharacterCodingException e) {
      throw unreadable(name, "is not UTF-8 text");
    } catch (IOException e) {
      throw unreadable(name, "cannot be read: " + e.getMessage());
    }
  }

  private static ProblemsException unreadable(String file, String why) {
    return new ProblemsException(
        List.of(Problem.of(new Position(file, 1, 1, ""), "Unreadable", "The file " + why + ".")));
  }

  private Value read(JsonFactory factory, String text) throws ProblemsException {
    Problems problems = new Problems();
    try (JsonParser parser = factory.createParser(text)) {
      parser.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
      if (parser.nextToken() == null) {
        problems.add(new Position(file, 1, 1, ""), "Empty", "The file holds no value.");
        throw problems.exception();
      }
      Value value = value(parser, "");
      if (parser.nextToken() != null) {
        problems.add(at(parser, ""), "TrailingText", "There is text after the end of the value.");
      }
      problems.throwIfAny();
      return value;
    } catch (StreamConstraintsException e) {
      problems.add(
          place(e.getLocation()), "TooComplex", "The file passes a limit: " + firstLine(e) + ".");
      throw problems.exception();
    } catch (JsonProcessingException e) {
      problems.add(place(e.getLocation()), "Syntax", firstLine(e) + ".");
      throw problems.exception();
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e.getMessage());
    }
  }

  private Value value(JsonParser parser, String path) throws IOException {
    Position at = at(parser, path);
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, at);
      case START_ARRAY -> array(parser, at);
      case VALUE_STRING -> new Value.StringValue(at, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, at);
      case VALUE_TRUE -> new Value.BooleanValue(at, true);
      case VALUE_FALSE -> new Value.BooleanValue(at, false);
      default -> new Value.NullValue(at);
    };
  }

  private static Value number(JsonParser parser, Position at) throws IOException {
    try {
      return new Value.NumberValue(at, parser.getDecimalValue());
    } catch (NumberFormatException e) {
      throw new JsonParseException(
          parser, "The number " + parser.getText() + " is out of range", parser.currentLocation());
    }
  }

  private Value object(JsonParser parser, Position at) throws IOException {
    Map<String, Value.Member> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String path = at.path().isEmpty() ? name : at.path() + "." + name;
      Position nameAt = at(parser, path);
      parser.nextToken();
      members.put(name, new Value.Member(nameAt, value(parser, path)));
    }
    return new Value.ObjectValue(at, members);
  }

  private Value array(JsonParser parser, Position at) throws IOException {
    List<Value> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, at.path() + "[" + items.size() + "]"));
    }
    return new Value.ArrayValue(at, items);
  }

  private Position at(JsonParser parser, String path) {
    JsonLocation location = parser.currentTokenLocation();
    return new Position(file, location.getLineNr(), location.getColumnNr(), path);
  }

  private Position place(JsonLocation location) {
    return location == null
        ? new Position(file, 1, 1, "")
        : new Position(
            file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()), "");
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("It is not well-formed");
  }
}
