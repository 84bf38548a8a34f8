package org.imageengine.engine.template;

import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.text.Problems;

/** The forms of the resource IDs in a template; the fixed words of an ID ignore case. */
enum ResourceIdForm {
  IMAGE(
      "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute/images/{image}"),
  IMAGE_DEFINITION(
      "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute"
          + "/galleries/{gallery}/images/{definition}"),
  IMAGE_VERSION(
      "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Compute"
          + "/galleries/{gallery}/images/{definition}/versions/{version}"),
  SUBNET(
      "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network"
          + "/virtualNetworks/{network}/subnets/{subnet}"),
  IDENTITY(
      "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ManagedIdentity"
          + "/userAssignedIdentities/{identity}"),
  /** A version in a gallery that was shared directly or with everybody. */
  SHARED_VERSION("/{kind}Galleries/{gallery}/images/{definition}/versions/{version}"),
  GROUP("/subscriptions/{subscription}/resourceGroups/{group}");

  /** Names of resource groups: up to 90 characters, not ending in a dot. */
  private static final Pattern GROUP_NAME =
      Pattern.compile("[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]");

  private static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}");

  private final String form;
  private final Pattern pattern;

  ResourceIdForm(String form) {
    this.form = form;
    this.pattern =
        Pattern.compile(
            form.replace(".", "\\.").replaceAll("\\{(\\w+)}", "(?<$1>[^/]{1,90})"),
            Pattern.CASE_INSENSITIVE);
  }

  boolean matches(String id) {
    return pattern.matcher(id).matches();
  }

  /** Adds a problem unless {@code id} is of this form. */
  void check(Sited id, Problems problems) {
    var matcher = pattern.matcher(id.text());
    if (!matcher.matches()) {
      problems.add(
          id.at(),
          "BadResourceId",
          "\"" + id.text() + "\" is not the resource ID that is wanted here.",
          "Its form is " + form + ".");
    } else if (form.contains("{group}") && !GROUP_NAME.matcher(matcher.group("group")).matches()) {
      problems.add(
          id.at(),
          "BadResourceId",
          "\"" + matcher.group("group") + "\" is no name of a resource group.",
          "Allowed: up to 90 letters, digits, '-', '_', '.', '(' and ')', the last not a dot.");
    }
  }

  /** The problem with the version in an ID of a version, if there is one. */
  static Optional<String> versionProblem(String id, boolean latestAllowed) {
    String version = id.substring(id.lastIndexOf('/') + 1);
    if (VERSION.matcher(version).matches()
        || (latestAllowed && version.equalsIgnoreCase("latest"))) {
      return Optional.empty();
    }
    return Optional.of("\"" + version + "\" is not a version.");
  }
}
