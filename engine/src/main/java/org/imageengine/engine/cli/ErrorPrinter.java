package org.imageengine.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.ErrorKind;
import org.imageengine.engine.Failures;
import org.imageengine.engine.build.RunOutcome;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;
import org.imageengine.engine.text.ProblemsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Says what went wrong: one or two sentences and advice, or the same as JSON. */
final class ErrorPrinter implements IExecutionExceptionHandler {
  private final Screen screen;

  ErrorPrinter(Screen screen) {
    this.screen = screen;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult result) {
    OptionSpec output = commandLine.getCommandSpec().findOption("--output");
    boolean json =
        output != null
            && OutputFormat.JSON.name().equals(String.valueOf(output.<Object>getValue()));
    if (failure instanceof InterruptedException) {
      return RunOutcome.STOPPED;
    }
    if (System.getenv("ENGINE_DEBUG") != null) {
      failure.printStackTrace(screen.err());
    }
    if (failure instanceof ProblemsException problems) {
      print(problems, json);
      return ErrorKind.USER.exitCode();
    }
    EngineException error = Failures.of(failure);
    if (json) {
      screen.out().println(pretty(json(error.code(), error.getMessage())));
    } else {
      print(error);
    }
    return error.kind().exitCode();
  }

  /** An error, for people. */
  void print(EngineException error) {
    screen.err().println(screen.red("error: ") + error.getMessage());
    error.advice().ifPresent(advice -> screen.err().println(advice));
  }

  private void print(ProblemsException problems, boolean json) {
    if (json) {
      ObjectNode root =
          json(
              "ValidationFailed",
              problems.problems().size() + " problem(s) were found; see details.");
      ArrayNode details = ((ObjectNode) root.get("error")).putArray("details");
      problems.problems().forEach(problem -> details.add(detail(problem)));
      screen.out().println(pretty(root));
      return;
    }
    ProblemPrinter printer = new ProblemPrinter(screen);
    printer.warnings(problems.warnings());
    printer.errors(problems.problems());
  }

  /** A problem as one of the details of an Azure error. */
  static ObjectNode detail(Problem problem) {
    ObjectNode detail =
        new ObjectMapper()
            .createObjectNode()
            .put("code", problem.code())
            .put(
                "message",
                problem.at().fileLineColumn()
                    + ": "
                    + problem.message()
                    + problem.advice().map(text -> " " + text).orElse(""))
            .put("target", problem.at().path());
    ArrayNode info = detail.putArray("additionalInfo");
    place(info.addObject(), "SourcePosition", problem.at());
    problem.at().behind().ifPresent(source -> place(info.addObject(), "ValueOrigin", source));
    return detail;
  }

  private static void place(ObjectNode node, String type, Position at) {
    node.put("type", type)
        .putObject("info")
        .put("file", at.file())
        .put("line", at.line())
        .put("column", at.column())
        .put("path", at.path());
  }

  private static ObjectNode json(String code, String message) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.putObject("error").put("code", code).put("message", message);
    return root;
  }

  static String pretty(ObjectNode node) {
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
