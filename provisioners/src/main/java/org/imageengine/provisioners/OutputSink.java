package org.imageengine.provisioners;

/** Takes the output of a command line by line, as it comes. Called from one thread at a time. */
public interface OutputSink {
  void line(OutputStreamKind stream, String line);

  /** Takes output and does nothing with it. */
  static OutputSink ignore() {
    return (stream, line) -> {};
  }
}
