package org.imageengine.engine.template;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.imageengine.engine.text.ObjectCursor;
import org.imageengine.engine.text.Value;

/** The {@code type} of an object that decides which other properties it has. */
final class TypedEntry {
  private static final String TYPE = "type";

  private TypedEntry() {}

  /** The type, one of {@code allowed}; nothing and a problem if it is none of them. */
  static Optional<String> type(Value value, List<String> allowed, Spelling spelling) {
    Optional<ObjectCursor> cursor = ObjectCursor.over(value, spelling.problems());
    if (cursor.isEmpty()) {
      return Optional.empty();
    }
    String name =
        spelling.isStrict()
            ? TYPE
            : ((Value.ObjectValue) value)
                .members().keySet().stream()
                    .filter(key -> key.toLowerCase(Locale.ROOT).equals(TYPE))
                    .findFirst()
                    .orElse(TYPE);
    return cursor
        .get()
        .requiredString(name)
        .flatMap(text -> spelling.word(text, cursor.get().at(name), allowed));
  }
}
