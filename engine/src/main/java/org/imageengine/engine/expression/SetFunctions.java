package org.imageengine.engine.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.imageengine.engine.text.Value;

/** The functions that put arrays or objects together as sets: union and intersection. */
final class SetFunctions {
  private SetFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("intersection", SetFunctions::intersection);
    all.put("union", SetFunctions::union);
  }

  private static Value intersection(FunctionCall call) {
    return ofObjects(call) ? commonMembers(call) : commonItems(call);
  }

  private static Value union(FunctionCall call) {
    return ofObjects(call) ? mergedMembers(call) : allItems(call);
  }

  /** Whether all arguments are objects; ends the call unless they are, or all are arrays. */
  private static boolean ofObjects(FunctionCall call) {
    call.arity(2, Integer.MAX_VALUE);
    boolean objects = call.value(0) instanceof Value.ObjectValue;
    for (int i = 0; i < call.count(); i++) {
      Value value = call.value(i);
      if (objects ? !(value instanceof Value.ObjectValue) : !(value instanceof Value.ArrayValue)) {
        String wanted = objects ? "an object as the first" : "an array as the first";
        throw call.wrong(i, i == 0 ? "an array or an object" : wanted, value.kind());
      }
    }
    return objects;
  }

  private static Value commonItems(FunctionCall call) {
    Map<Object, Value> common = distinct(call, call.items(0));
    for (int i = 1; i < call.count(); i++) {
      common.keySet().retainAll(distinct(call, call.items(i)).keySet());
    }
    return call.array(List.copyOf(common.values()));
  }

  private static Map<Object, Value> distinct(FunctionCall call, List<Value> items) {
    Map<Object, Value> distinct = new LinkedHashMap<>();
    items.forEach(item -> distinct.putIfAbsent(LogicFunctions.comparable(call, item), item));
    return distinct;
  }

  private static Value allItems(FunctionCall call) {
    Set<Object> seen = new HashSet<>();
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      for (Value item : call.items(i)) {
        if (seen.add(LogicFunctions.comparable(call, item))) {
          items.add(item);
        }
      }
    }
    return call.array(items);
  }

  private static Value commonMembers(FunctionCall call) {
    Map<String, Value.Member> common = new LinkedHashMap<>(call.members(0));
    for (int i = 1; i < call.count(); i++) {
      ObjectFunctions.Members others = new ObjectFunctions.Members(call.members(i));
      common.entrySet().removeIf(entry -> !isIn(call, others, entry));
    }
    return call.object(common);
  }

  private static boolean isIn(
      FunctionCall call, ObjectFunctions.Members others, Map.Entry<String, Value.Member> entry) {
    Value.Member other = others.get(entry.getKey());
    return other != null && LogicFunctions.same(call, entry.getValue().value(), other.value());
  }

  private static Value mergedMembers(FunctionCall call) {
    ObjectFunctions.Members merged = new ObjectFunctions.Members();
    for (int i = 0; i < call.count(); i++) {
      merge(call, merged, call.members(i));
    }
    return new Value.ObjectValue(call.at(), merged.all());
  }

  /** Objects that both have are merged in turn; anything else is the later one's. */
  private static void merge(
      FunctionCall call, ObjectFunctions.Members into, Map<String, Value.Member> later) {
    call.budget().values(call.at(), later.size());
    later.forEach((name, member) -> into.put(name, merged(call, into.get(name), member)));
  }

  private static Value.Member merged(FunctionCall call, Value.Member earlier, Value.Member later) {
    if (earlier == null
        || !(earlier.value() instanceof Value.ObjectValue first)
        || !(later.value() instanceof Value.ObjectValue second)) {
      return later;
    }
    call.budget().values(call.at(), first.members().size());
    ObjectFunctions.Members both = new ObjectFunctions.Members(first.members());
    call.budget().enter(call.at());
    try {
      merge(call, both, second.members());
    } finally {
      call.budget().leave();
    }
    return new Value.Member(later.nameAt(), new Value.ObjectValue(second.at(), both.all()));
  }
}
