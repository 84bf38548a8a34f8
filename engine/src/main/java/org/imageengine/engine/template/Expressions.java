package org.imageengine.engine.template;

import org.imageengine.engine.text.Problems;
import org.imageengine.engine.text.Value;

/**
 * Refuses ARM expressions: a string that begins with one bracket is code to Azure Resource Manager,
 * and building with its text taken literally would build something else.
 */
final class Expressions {
  private final Problems problems;

  Expressions(Problems problems) {
    this.problems = problems;
  }

  void refuseIn(Value value) {
    if (value instanceof Value.ObjectValue object) {
      object.members().values().forEach(member -> refuseIn(member.value()));
    } else if (value instanceof Value.ArrayValue array) {
      array.items().forEach(this::refuseIn);
    } else if (value instanceof Value.StringValue string && isExpression(string.text())) {
      problems.add(
          string.at(),
          "NotSupportedYet",
          "Expressions in brackets are not supported yet.",
          "Write the value that \"" + string.text() + "\" stands for.");
    }
  }

  private static boolean isExpression(String text) {
    return text.startsWith("[") && !text.startsWith("[[") && text.endsWith("]");
  }
}
