package org.imageengine.engine.expression;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.imageengine.engine.text.Value;

/** Functions that make objects and the values without a notation of their own. */
final class ObjectFunctions {

  private ObjectFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("createObject", ObjectFunctions::createObject);
    all.put("null", ObjectFunctions::nothing);
    all.put("true", call -> constant(call, true));
    all.put("false", call -> constant(call, false));
  }

  private static Value createObject(FunctionCall call) {
    if (call.count() % 2 != 0) {
      throw call.failure("The function createObject() takes pairs of a name and a value.");
    }
    Members members = new Members();
    for (int i = 0; i < call.count(); i += 2) {
      members.put(call.text(i), call.member(call.value(i + 1)));
    }
    return call.object(members.all());
  }

  private static Value nothing(FunctionCall call) {
    call.arity(0, 0);
    return call.nothing();
  }

  private static Value constant(FunctionCall call, boolean truth) {
    call.arity(0, 0);
    return call.bool(truth);
  }

  /**
   * The members of an object in the making. A name that is there already, be it in another case,
   * keeps its case and place and gets the later value.
   */
  static final class Members {
    private final Map<String, Value.Member> all = new LinkedHashMap<>();
    private final Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Members() {}

    Members(Map<String, Value.Member> first) {
      putAll(first);
    }

    void put(String name, Value.Member member) {
      String known = names.putIfAbsent(name, name);
      all.put(known == null ? name : known, member);
    }

    void putAll(Map<String, Value.Member> members) {
      members.forEach(this::put);
    }

    /** The member of that name in any case, or null. */
    Value.Member get(String name) {
      String known = names.get(name);
      return known == null ? null : all.get(known);
    }

    Map<String, Value.Member> all() {
      return all;
    }
  }
}
