package org.imageengine.provisioners.windows;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes CLIXML out of lines of output: PowerShell writes its other streams so when it takes whoever
 * reads its standard error for another PowerShell. Errors and warnings become text, progress is
 * dropped.
 */
final class CliXml implements AutoCloseable {
  private static final String MARK = "#< CLIXML";
  private static final String END = "</Objs>";
  private static final int LONGEST = 4 << 20;
  // Only texts have a stream in this attribute; records of progress are objects.
  private static final Pattern TEXT =
      Pattern.compile("<S S=\"(Error|Warning|Information|Verbose|Debug|Output)\">([^<]*)</S>");
  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private final Consumer<String> output;
  private final StringBuilder xml = new StringBuilder();
  private boolean isInside;

  CliXml(Consumer<String> output) {
    this.output = output;
  }

  void line(String line) {
    if (isInside) {
      more(line);
      return;
    }
    int mark = line.indexOf(MARK);
    if (mark < 0) {
      output.accept(line);
      return;
    }
    if (mark > 0) {
      output.accept(line.substring(0, mark));
    }
    isInside = true;
    more(line.substring(mark + MARK.length()));
  }

  private void more(String line) {
    int end = line.indexOf(END);
    if (end < 0) {
      // A long line comes in parts; real line ends are escaped inside.
      xml.append(line);
      if (xml.length() > LONGEST || !xml.isEmpty() && !xml.toString().startsWith("<Objs")) {
        giveUp();
      }
      return;
    }
    xml.append(line, 0, end);
    texts();
    xml.setLength(0);
    isInside = false;
    String rest = line.substring(end + END.length());
    if (!rest.isEmpty()) {
      line(rest);
    }
  }

  /**
   * Pieces of one message follow one another, and each line of it ends with an escaped line end.
   */
  private void texts() {
    StringBuilder text = new StringBuilder();
    Matcher matcher = TEXT.matcher(xml);
    while (matcher.find()) {
      text.append(unescape(matcher.group(2)));
      if (text.length() > 0 && text.charAt(text.length() - 1) != '\n') {
        if (!matcher.group(1).equals("Error")) {
          text.append('\n');
        }
      }
    }
    text.toString().lines().forEach(output);
  }

  private static String unescape(String text) {
    String plain =
        ESCAPE
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    return plain
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  /** What is not CLIXML after all, or never ends, is shown as it is. */
  private void giveUp() {
    output.accept(xml.toString());
    xml.setLength(0);
    isInside = false;
  }

  @Override
  public void close() {
    if (!xml.isEmpty()) {
      giveUp();
    }
  }
}
