package org.imageengine.engine.expression;

import java.util.ArrayList;
import java.util.List;
import org.imageengine.engine.text.Value;

/** The functions that write resource IDs. */
public final class ResourceIds {
  private ResourceIds() {}

  /** {@code resourceId([subscription], [group], type, name...)}. */
  static Value resource(FunctionCall call, DeploymentFacts facts) {
    List<String> texts = texts(call);
    int type = typeAt(call, texts, 2);
    String subscription = type == 2 ? texts.get(0) : facts.subscriptionId();
    String group = type == 0 ? facts.resourceGroup() : texts.get(type - 1);
    return call.string(facts.in(subscription, group).groupPath() + provider(call, texts, type));
  }

  /** {@code subscriptionResourceId([subscription], type, name...)}. */
  static Value subscription(FunctionCall call, DeploymentFacts facts) {
    List<String> texts = texts(call);
    int type = typeAt(call, texts, 1);
    String subscription = type == 1 ? texts.get(0) : facts.subscriptionId();
    return call.string("/subscriptions/" + subscription + provider(call, texts, type));
  }

  static Value tenant(FunctionCall call) {
    List<String> texts = texts(call);
    return call.string(provider(call, texts, typeAt(call, texts, 0)));
  }

  /** {@code managementGroupResourceId([group], type, name...)}. */
  static Value managementGroup(FunctionCall call) {
    List<String> texts = texts(call);
    int type = typeAt(call, texts, 1);
    if (type == 0) {
      throw RuntimeFunctions.refused(call.at(), "managementGroupResourceId() without its group");
    }
    return call.string(
        "/providers/Microsoft.Management/managementGroups/"
            + texts.get(0)
            + provider(call, texts, type));
  }

  /** {@code extensionResourceId(id, type, name...)}. */
  static Value extension(FunctionCall call) {
    List<String> texts = texts(call);
    if (texts.size() < 3) {
      throw call.failure("extensionResourceId() takes a resource ID, a type and names.");
    }
    return call.string(texts.get(0) + provider(call, texts, 1));
  }

  private static List<String> texts(FunctionCall call) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < call.count(); i++) {
      texts.add(call.text(i));
    }
    return texts;
  }

  /** The type is the first text with a slash, behind at most {@code most} others. */
  private static int typeAt(FunctionCall call, List<String> texts, int most) {
    for (int i = 0; i <= most && i < texts.size(); i++) {
      if (texts.get(i).contains("/")) {
        return i;
      }
    }
    throw call.failure(
        "The function "
            + call.name()
            + "() needs a resource type such as Microsoft.Compute/images.");
  }

  private static String provider(FunctionCall call, List<String> texts, int type) {
    return path(texts.get(type), texts.subList(type + 1, texts.size()))
        .orElseThrow(
            () ->
                call.failure(
                    String.format(
                        "The type %s has %d parts and needs as many names, here are %d.",
                        texts.get(type),
                        texts.get(type).split("/").length - 1,
                        texts.size() - type - 1)));
  }

  /**
   * {@code /providers/Namespace/type/name/subtype/subname}; a name may hold several, by slashes.
   */
  public static java.util.Optional<String> path(String type, List<String> names) {
    String[] types = type.split("/");
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.addAll(List.of(name.split("/"))));
    List<String> used = all.size() == types.length - 1 ? all : names;
    if (used.size() != types.length - 1) {
      return java.util.Optional.empty();
    }
    StringBuilder path = new StringBuilder("/providers/").append(types[0]);
    for (int i = 1; i < types.length; i++) {
      path.append('/').append(types[i]).append('/').append(used.get(i - 1));
    }
    return java.util.Optional.of(path.toString());
  }
}
