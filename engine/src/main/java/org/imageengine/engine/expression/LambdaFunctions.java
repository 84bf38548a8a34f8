package org.imageengine.engine.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.imageengine.engine.text.Value;

/** Functions that apply a lambda to the items of an array, and those between array and object. */
final class LambdaFunctions {

  private LambdaFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("filter", LambdaFunctions::filter);
    all.put("map", LambdaFunctions::map);
    all.put("mapValues", LambdaFunctions::mapValues);
    all.put("groupBy", LambdaFunctions::groupBy);
    all.put("reduce", LambdaFunctions::reduce);
    all.put("sort", LambdaFunctions::sort);
    all.put("toObject", LambdaFunctions::toObject);
    all.put("objectKeys", LambdaFunctions::objectKeys);
    all.put("items", LambdaFunctions::items);
    all.put("shallowMerge", LambdaFunctions::shallowMerge);
  }

  private static Value filter(FunctionCall call) {
    call.arity(2, 2);
    List<Value> items = call.items(0);
    Lambda condition = call.lambda(1, 1, 2);
    List<Value> kept = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (truth(call, ofItem(call, condition, items.get(i), i))) {
        kept.add(items.get(i));
      }
    }
    return call.array(kept);
  }

  private static Value map(FunctionCall call) {
    call.arity(2, 2);
    List<Value> items = call.items(0);
    Lambda function = call.lambda(1, 1, 2);
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      results.add(ofItem(call, function, items.get(i), i));
    }
    return call.array(results);
  }

  private static Value mapValues(FunctionCall call) {
    call.arity(2, 2);
    Map<String, Value.Member> members = call.members(0);
    Lambda function = call.lambda(1, 1, 1);
    Map<String, Value.Member> results = new LinkedHashMap<>();
    members.forEach(
        (name, member) ->
            results.put(
                name, new Value.Member(member.nameAt(), function.apply(List.of(member.value())))));
    return call.object(results);
  }

  private static Value groupBy(FunctionCall call) {
    call.arity(2, 2);
    List<Value> items = call.items(0);
    Lambda key = call.lambda(1, 1, 1);
    Map<String, List<Value>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, List<Value>> groups = new LinkedHashMap<>();
    for (Value item : items) {
      String name = key(call, key, item);
      byName
          .computeIfAbsent(name, absent -> groups.computeIfAbsent(name, n -> new ArrayList<>()))
          .add(item);
    }
    Map<String, Value.Member> members = new LinkedHashMap<>();
    groups.forEach((name, group) -> members.put(name, call.member(call.array(group))));
    return call.object(members);
  }

  private static Value reduce(FunctionCall call) {
    call.arity(3, 3);
    List<Value> items = call.items(0);
    Value current = call.value(1);
    Lambda function = call.lambda(2, 2, 3);
    for (int i = 0; i < items.size(); i++) {
      Value next = items.get(i);
      current =
          function.apply(
              function.parameters() == 2
                  ? List.of(current, next)
                  : List.of(current, next, call.number(i)));
    }
    return current;
  }

  private static Value sort(FunctionCall call) {
    call.arity(2, 2);
    List<Value> items = call.items(0);
    Lambda before = call.lambda(1, 2, 2);
    return call.array(sorted(call, items, before));
  }

  /**
   * A merge sort, because the sort of Java does not accept a lambda that contradicts itself. It
   * leaves equal items in their order for {@code less} and for {@code lessOrEquals}.
   */
  private static List<Value> sorted(FunctionCall call, List<Value> items, Lambda before) {
    if (items.size() < 2) {
      return items;
    }
    int middle = items.size() / 2;
    List<Value> left = sorted(call, items.subList(0, middle), before);
    List<Value> right = sorted(call, items.subList(middle, items.size()), before);
    List<Value> merged = new ArrayList<>(items.size());
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      boolean takeLeft = leftFirst(call, left.get(l), right.get(r), before);
      merged.add(takeLeft ? left.get(l++) : right.get(r++));
    }
    merged.addAll(left.subList(l, left.size()));
    merged.addAll(right.subList(r, right.size()));
    return merged;
  }

  private static boolean leftFirst(FunctionCall call, Value left, Value right, Lambda before) {
    return truth(call, before.apply(List.of(left, right)))
        || !truth(call, before.apply(List.of(right, left)));
  }

  private static Value toObject(FunctionCall call) {
    call.arity(2, 3);
    List<Value> items = call.items(0);
    Lambda key = call.lambda(1, 1, 1);
    Optional<Lambda> content = call.has(2) ? Optional.of(call.lambda(2, 1, 1)) : Optional.empty();
    ObjectFunctions.Members members = new ObjectFunctions.Members();
    for (Value item : items) {
      String name = key(call, key, item);
      Value value = content.map(lambda -> lambda.apply(List.of(item))).orElse(item);
      members.put(name, call.member(value));
    }
    return call.object(members.all());
  }

  private static Value objectKeys(FunctionCall call) {
    call.arity(1, 1);
    return call.strings(List.copyOf(call.members(0).keySet()));
  }

  private static Value items(FunctionCall call) {
    call.arity(1, 1);
    List<String> names = new ArrayList<>(call.members(0).keySet());
    names.sort(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()));
    List<Value> items = new ArrayList<>();
    for (String name : names) {
      Map<String, Value.Member> item = new LinkedHashMap<>();
      item.put("key", call.member(call.string(name)));
      item.put("value", call.member(call.members(0).get(name).value()));
      items.add(call.object(item));
    }
    return call.array(items);
  }

  private static Value shallowMerge(FunctionCall call) {
    call.arity(1, 1);
    ObjectFunctions.Members members = new ObjectFunctions.Members();
    for (Value item : call.items(0)) {
      if (item instanceof Value.UnknownValue) {
        throw EvaluationException.unknown();
      } else if (!(item instanceof Value.ObjectValue object)) {
        throw call.wrong(0, "an array of objects", "one with " + item.kind());
      } else {
        call.budget().values(call.at(), object.members().size());
        members.putAll(object.members());
      }
    }
    return new Value.ObjectValue(call.at(), members.all());
  }

  private static Value ofItem(FunctionCall call, Lambda lambda, Value item, int index) {
    return lambda.apply(
        lambda.parameters() == 1 ? List.of(item) : List.of(item, call.number(index)));
  }

  private static boolean truth(FunctionCall call, Value result) {
    if (result instanceof Value.BooleanValue bool) {
      return bool.truth();
    }
    throw call.failure(
        "The lambda of " + call.name() + "() must give a boolean, this is " + result.kind() + ".");
  }

  private static String key(FunctionCall call, Lambda lambda, Value item) {
    Value key = lambda.apply(List.of(item));
    if (key instanceof Value.StringValue name) {
      return name.text();
    }
    throw call.failure(
        "The lambda of "
            + call.name()
            + "() must give a string as the key, this is "
            + key.kind()
            + ".");
  }
}
