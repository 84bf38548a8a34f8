package org.imageengine.engine.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.remote.FetchCredentials;
import org.imageengine.engine.template.Customizer;
import org.imageengine.engine.template.Customizer.RemoteContent;
import org.imageengine.engine.template.Customizer.Script;
import org.imageengine.engine.text.Problems;
import org.imageengine.provisioners.ContentFetcher;
import org.imageengine.provisioners.FetchedContent;
import org.imageengine.provisioners.ProvisionException;
import org.imageengine.provisioners.ShellScript;

/**
 * Fetches what the steps of a template need and checks it, before any VM starts. What cannot be had
 * is a problem of the template, at the place of its URI.
 */
final class ContentPlanner {
  private static final List<String> SCHEMES = List.of("http", "https", "file");

  private final Path templateFile;
  private final Path directory;
  private final Supplier<Duration> limit;
  private final FetchCredentials credentials;
  private final Problems problems;
  private final ContentFetcher fetcher = new ContentFetcher();
  private int fetched;

  ContentPlanner(
      Path templateFile,
      Path directory,
      Supplier<Duration> limit,
      FetchCredentials credentials,
      Problems problems) {
    this.credentials = credentials;
    this.templateFile = templateFile;
    this.directory = directory;
    this.limit = limit;
    this.problems = problems;
  }

  /** The steps with their content; those with a problem are left out. */
  List<PlannedStep> plan(List<Customizer> customizers) throws InterruptedException {
    List<PlannedStep> steps = new ArrayList<>();
    for (Customizer customizer : customizers) {
      if (customizer instanceof Customizer.Shell shell) {
        shell(shell).ifPresent(steps::add);
      } else if (customizer instanceof Customizer.File file) {
        file(file).ifPresent(steps::add);
      } else if (customizer instanceof Customizer.PowerShell powerShell) {
        powerShell(powerShell).ifPresent(steps::add);
      } else if (customizer instanceof Customizer.WindowsRestart restart) {
        steps.add(restart(restart));
      } else if (customizer instanceof Customizer.WindowsUpdate update) {
        steps.add(update(update));
      }
    }
    return steps;
  }

  private Optional<PlannedStep> shell(Customizer.Shell shell) throws InterruptedException {
    if (shell.script() instanceof Script.Inline inline) {
      ShellScript script = ShellScript.inline(inline.lines());
      return Optional.of(
          new PlannedStep.Shell(
              shell.name(),
              shell.at(),
              script,
              Optional.of(Digests.ofBytes(script.content())),
              Digests.of("Shell", String.join("\n", inline.lines()))));
    }
    Optional<FetchedContent> content = fetch(((Script.Fetched) shell.script()).content());
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PlannedStep.Shell(
              shell.name(),
              shell.at(),
              ShellScript.file(content.get().file()),
              content.map(FetchedContent::sha256),
              Digests.of("Shell", content.get().sha256())));
    } catch (ProvisionException e) {
      problems.add(shell.at(), "ScriptUnusable", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<PlannedStep> file(Customizer.File file) throws InterruptedException {
    return fetch(file.source())
        .map(
            content ->
                new PlannedStep.File(
                    file.name(),
                    file.at(),
                    content,
                    file.destination().text(),
                    Digests.of("File", content.sha256(), file.destination().text())));
  }

  private Optional<PlannedStep> powerShell(Customizer.PowerShell step) throws InterruptedException {
    Optional<FetchedContent> content = Optional.empty();
    String text = "";
    if (step.script() instanceof Script.Inline inline) {
      text = String.join("\n", inline.lines());
    } else {
      content = fetch(((Script.Fetched) step.script()).content());
      if (content.isEmpty()) {
        return Optional.empty();
      }
    }
    String digest =
        Digests.of(
            step.type().word(),
            text,
            content.map(FetchedContent::sha256).orElse(""),
            String.valueOf(step.runElevated()),
            String.valueOf(step.runAsSystem()),
            step.validExitCodes().toString());
    String sha256 =
        content
            .map(FetchedContent::sha256)
            .orElse(Digests.ofBytes(text.getBytes(StandardCharsets.UTF_8)));
    return Optional.of(new PlannedStep.Windows(step, content, Optional.of(sha256), digest));
  }

  private static PlannedStep restart(Customizer.WindowsRestart step) {
    return new PlannedStep.Windows(
        step,
        Optional.empty(),
        Optional.empty(),
        Digests.of(step.type().word(), step.restartCommand(), step.restartCheckCommand()));
  }

  private static PlannedStep update(Customizer.WindowsUpdate step) {
    List<String> parts = new ArrayList<>(List.of(step.type().word(), step.searchCriteria()));
    parts.add(String.valueOf(step.updateLimit()));
    parts.addAll(step.filters());
    return new PlannedStep.Windows(step, Optional.empty(), Optional.empty(), Digests.of(parts));
  }

  private Optional<FetchedContent> fetch(RemoteContent content) throws InterruptedException {
    Optional<URI> uri = uri(content);
    if (uri.isEmpty()) {
      return Optional.empty();
    }
    fetched++;
    try {
      return Optional.of(
          fetcher.fetch(
              uri.get(),
              content.sha256(),
              credentials.forUri(uri.get()),
              directory.resolve("content-" + fetched),
              limit.get()));
    } catch (EngineException e) {
      problems.add(content.uri().at(), e.code(), e.getMessage(), e.advice().orElse(""));
      return Optional.empty();
    } catch (ProvisionException e) {
      boolean mismatch = e.code() == ProvisionException.Code.CHECKSUM_MISMATCH;
      problems.add(
          content.uri().at(),
          mismatch ? "ChecksumMismatch" : "FetchFailed",
          e.getMessage(),
          mismatch
              ? "If the content was meant to change, put the new checksum into the template."
              : "");
      return Optional.empty();
    }
  }

  private Optional<URI> uri(RemoteContent content) {
    String text = content.uri().text();
    try {
      URI uri = new URI(text);
      if (uri.getScheme() == null) {
        Path folder = templateFile.toAbsolutePath().getParent();
        return Optional.of(folder.resolve(text).normalize().toUri());
      }
      if (SCHEMES.contains(uri.getScheme())) {
        return Optional.of(uri);
      }
      problems.add(
          content.uri().at(),
          "BadUri",
          "Nothing can be fetched from a URI that begins with " + uri.getScheme() + ":.",
          "Use https, http or file, or a path beside the template.");
    } catch (URISyntaxException | InvalidPathException e) {
      problems.add(
          content.uri().at(),
          "BadUri",
          "This is not a URI: " + e.getMessage() + ".",
          "Write it as https://host/path, file:///path, or a path beside the template.");
    }
    return Optional.empty();
  }
}
