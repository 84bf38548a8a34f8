package org.imageengine.engine.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Value;

/** Gives every value of an evaluated resource its path in that resource. */
final class Paths {
  private Paths() {}

  /** {@code value} and all in it, with paths below {@code path}. */
  static Value from(Value value, String path) {
    Position at = value.at().withPath(path);
    if (value instanceof Value.ObjectValue object) {
      Map<String, Value.Member> members = new LinkedHashMap<>();
      object
          .members()
          .forEach(
              (name, member) -> {
                String below = path.isEmpty() ? name : path + "." + name;
                members.put(
                    name,
                    new Value.Member(member.nameAt().withPath(below), from(member.value(), below)));
              });
      return new Value.ObjectValue(at, members);
    }
    if (value instanceof Value.ArrayValue array) {
      List<Value> items = new ArrayList<>();
      for (Value item : array.items()) {
        items.add(from(item, path + "[" + items.size() + "]"));
      }
      return new Value.ArrayValue(at, items);
    }
    return value.movedTo(at);
  }
}
