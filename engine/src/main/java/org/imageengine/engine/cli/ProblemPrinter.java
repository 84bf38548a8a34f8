package org.imageengine.engine.cli;

import java.io.PrintStream;
import java.util.List;
import org.imageengine.engine.template.TemplateDocument;
import org.imageengine.engine.text.Position;
import org.imageengine.engine.text.Problem;

/**
 * Writes problems and warnings for people: the place, what is wrong, what to do; on a terminal also
 * the line with a caret under the place.
 */
final class ProblemPrinter {
  private static final int MOST_OTHERS = 12;

  private final Screen screen;
  private final PrintStream out;
  private final SourceLines lines = new SourceLines();

  ProblemPrinter(Screen screen) {
    this.screen = screen;
    this.out = screen.err();
  }

  void errors(List<Problem> problems) {
    problems.forEach(problem -> print(problem, screen.red("error: ")));
    if (problems.size() > 1) {
      out.println(problems.size() + " problems.");
    }
  }

  void warnings(List<Problem> warnings) {
    warnings.forEach(problem -> print(problem, screen.yellow("warning: ")));
  }

  /** What the file holds beside the image template, and what becomes of it. */
  void others(TemplateDocument document, boolean createGalleries) {
    List<TemplateDocument.OtherResource> others = document.others();
    for (TemplateDocument.OtherResource other :
        others.subList(0, Math.min(MOST_OTHERS, others.size()))) {
      out.println(
          other.at().fileLineColumn()
              + ": "
              + screen.dim("note: ")
              + other.type()
              + (other.name().isEmpty() ? "" : " \"" + other.name() + "\"")
              + " is not of our concern and left alone.");
    }
    if (others.size() > MOST_OTHERS) {
      out.println((others.size() - MOST_OTHERS) + " more resources are left alone.");
    }
    if (!document.galleries().isEmpty() && !createGalleries) {
      out.println(
          document.galleries().get(0).at().fileLineColumn()
              + ": "
              + screen.dim("note: ")
              + "The file declares galleries or image definitions; --create-galleries makes those"
              + " that are missing.");
    }
  }

  private void print(Problem problem, String severity) {
    Position at = problem.at();
    String path = at.path().isEmpty() ? "" : at.path() + ": ";
    out.println(at.fileLineColumn() + ": " + severity + path + problem.message());
    line(at);
    at.behind()
        .ifPresent(
            source -> {
              out.println("    The value comes from " + Problem.describe(source) + ".");
              line(source);
            });
    problem.advice().filter(text -> !text.isEmpty()).ifPresent(text -> out.println("    " + text));
  }

  private void line(Position at) {
    if (screen.outIsTerminal()) {
      lines.excerpt(at, screen.columns()).forEach(line -> out.println(screen.dim(line)));
    }
  }
}
