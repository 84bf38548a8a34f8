package org.imageengine.engine.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.imageengine.engine.text.Value;

/** Writes values as JSON: in one line, as {@code string()} does, or indented for people. */
public final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();

  private static final int MOST_DEPTH = 300;

  private JsonText() {}

  /** In one line, without spaces. */
  public static String compact(Value value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(value, json, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Indented by two spaces, with a line break at the end. */
  public static String pretty(Value value) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).setPrettyPrinter(printer)) {
      write(value, json, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  private static void write(Value value, JsonGenerator json, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new EvaluationException(
          value.at(), "TooComplex", "A value is nested deeper than " + MOST_DEPTH + " levels.", "");
    }
    if (value instanceof Value.ObjectValue object) {
      json.writeStartObject();
      for (Map.Entry<String, Value.Member> member : object.members().entrySet()) {
        json.writeFieldName(member.getKey());
        write(member.getValue().value(), json, depth + 1);
      }
      json.writeEndObject();
    } else if (value instanceof Value.ArrayValue array) {
      json.writeStartArray();
      for (Value item : array.items()) {
        write(item, json, depth + 1);
      }
      json.writeEndArray();
    } else if (value instanceof Value.StringValue string) {
      json.writeString(string.text());
    } else if (value instanceof Value.NumberValue number) {
      json.writeNumber(number.number());
    } else if (value instanceof Value.BooleanValue bool) {
      json.writeBoolean(bool.truth());
    } else {
      json.writeNull();
    }
  }
}
