package org.imageengine.engine.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imageengine.distributors.Distributor;

/** Writes a plan: what will be done, with digests in place of contents. */
public final class PlanWriter {
  private static final int SHORT_DIGEST = 12;
  private static final long MIB = 1L << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PlanWriter() {}

  /** Writes {@code plan} as JSON to {@code file}. */
  public static void write(BuildPlan plan, Path file) throws IOException {
    Files.writeString(file, json(plan));
  }

  /** As JSON, the same for the same plan. */
  public static String json(BuildPlan plan) {
    try {
      return JSON.writeValueAsString(tree(plan)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode tree(BuildPlan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("template", plan.template().name());
    root.putObject("source")
        .put("id", plan.source().id())
        .put("version", plan.source().version().orElse(""))
        .put("sha256", plan.source().sha256());
    root.putObject("vm")
        .put("size", plan.vm().size())
        .put("cpus", plan.vm().cpus())
        .put("memoryMiB", plan.vm().memoryMiB())
        .put("firmware", plan.vm().firmware().name())
        .put("osDiskBytes", plan.vm().osDiskBytes())
        .put("network", network(plan));
    root.put("timeLimitMinutes", plan.template().buildTimeout().toMinutes());
    root.putObject("errorHandling")
        .put("onCustomizerError", word(plan.template().errorHandling().onCustomizerError()))
        .put("onValidationError", word(plan.template().errorHandling().onValidationError()));
    steps(root.putArray("customize"), plan.customizers());
    steps(root.putArray("validate"), plan.validators());
    ArrayNode targets = root.putArray("distribute");
    for (Distributor distributor : plan.distributors()) {
      targets
          .addObject()
          .put("type", distributor.type())
          .put("runOutputName", distributor.runOutputName())
          .put("target", distributor.plannedTarget());
    }
    return root;
  }

  private static String word(Enum<?> action) {
    return action.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String network(BuildPlan plan) {
    return plan.template().vmProfile().network().isPresent()
        ? "of its own (the template's subnet is not mapped)"
        : "of its own";
  }

  private static void steps(ArrayNode array, List<PlannedStep> steps) {
    for (PlannedStep step : steps) {
      array
          .addObject()
          .put("type", step.type().word())
          .put("name", step.name())
          .put("sha256", step.contentSha256().orElse(""))
          .put("inputsDigest", step.inputsDigest());
    }
  }

  /** For people: one line for each thing that will be done, in its order. */
  public static String text(BuildPlan plan) {
    StringBuilder text = new StringBuilder();
    line(text, "template", plan.template().name());
    line(text, "source", plan.source().id() + "  sha256:" + shortened(plan.source().sha256()));
    line(
        text,
        "vm",
        String.format(
            "%s: %d CPUs, %d MiB memory, %s, OS disk %d MiB, network %s",
            plan.vm().size(),
            plan.vm().cpus(),
            plan.vm().memoryMiB(),
            plan.vm().firmware(),
            plan.vm().osDiskBytes() / MIB,
            network(plan)));
    line(text, "time limit", plan.template().buildTimeout().toMinutes() + " minutes");
    line(
        text,
        "on error",
        word(plan.template().errorHandling().onCustomizerError())
            + " after a customizer, "
            + word(plan.template().errorHandling().onValidationError())
            + " after a validator");
    if (plan.template().validation().sourceValidationOnly()) {
      line(text, "build", "none: only the source image is validated");
    } else {
      steps(text, "customize", plan.customizers());
      line(text, "generalize", "deprovision, or the image's own override script");
    }
    steps(text, "validate", plan.validators());
    for (Distributor distributor : plan.distributors()) {
      line(
          text,
          "distribute",
          distributor.type()
              + " "
              + distributor.runOutputName()
              + " -> "
              + distributor.plannedTarget());
    }
    return text.toString();
  }

  private static void steps(StringBuilder text, String role, List<PlannedStep> steps) {
    int number = 1;
    for (PlannedStep step : steps) {
      line(
          text,
          role + " " + number++,
          step.type().word()
              + " \""
              + step.name()
              + "\""
              + step.contentSha256().map(sha256 -> "  sha256:" + shortened(sha256)).orElse(""));
    }
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(SHORT_DIGEST, digest.length()));
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append(String.format("%-14s%s%n", what, value));
  }
}
