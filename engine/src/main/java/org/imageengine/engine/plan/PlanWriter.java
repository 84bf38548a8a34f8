package org.imageengine.engine.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.imageengine.distributors.Distributor;

/** Writes a plan as JSON: what will be done, with digests in place of contents. */
public final class PlanWriter {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PlanWriter() {}

  /** Writes {@code plan} to {@code file}. */
  public static void write(BuildPlan plan, Path file) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(json(plan)));
  }

  static ObjectNode json(BuildPlan plan) {
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
        .put("osDiskBytes", plan.vm().osDiskBytes());
    root.put("timeLimitMinutes", plan.template().buildTimeout().toMinutes());
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

  private static void steps(ArrayNode array, List<PlannedStep> steps) {
    for (PlannedStep step : steps) {
      array
          .addObject()
          .put("type", step instanceof PlannedStep.File ? "File" : "Shell")
          .put("name", step.name())
          .put("inputsDigest", step.inputsDigest());
    }
  }
}
