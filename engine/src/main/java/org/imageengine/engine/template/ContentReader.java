package org.imageengine.engine.template;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.template.Customizer.RemoteContent;
import org.imageengine.engine.template.Customizer.Script;

/** Reads what a step runs or copies: lines in the template, or a URI with its checksum. */
final class ContentReader {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private ContentReader() {}

  /** Either {@code inline} or {@code scriptUri}. */
  static Optional<Script> script(ShapedObject object, String type) {
    Optional<Sited> uri = object.sited("scriptUri");
    List<String> lines = object.strings("inline");
    Optional<String> sha256 = sha256(object);
    if (object.isUnknown("inline") || object.isUnknown("scriptUri")) {
      return Optional.empty();
    }
    boolean hasInline = object.has("inline") && !lines.isEmpty();
    if (uri.isPresent() == hasInline) {
      object
          .problems()
          .add(
              object.at(),
              "NoScript",
              uri.isPresent()
                  ? "A " + type + " step has either \"inline\" or \"scriptUri\", not both."
                  : "A " + type + " step needs \"inline\" or \"scriptUri\".");
      return Optional.empty();
    }
    if (uri.isPresent()) {
      return Optional.of(new Script.Fetched(new RemoteContent(uri.get(), sha256)));
    }
    if (sha256.isPresent()) {
      object.problem(
          "sha256Checksum",
          "ChecksumWithoutUri",
          "\"sha256Checksum\" is for a script that is fetched; this one is inline.",
          "");
    }
    return Optional.of(new Script.Inline(lines));
  }

  /** {@code sha256Checksum}; nothing where it is empty. */
  static Optional<String> sha256(ShapedObject object) {
    Optional<String> sha256 = object.text("sha256Checksum");
    sha256
        .filter(text -> !SHA256.matcher(text).matches())
        .ifPresent(
            text ->
                object.problem(
                    "sha256Checksum",
                    "BadChecksum",
                    "This is not a SHA-256 checksum: it must be 64 hexadecimal digits.",
                    "Get it with: sha256sum FILE"));
    return sha256;
  }
}
