package org.imageengine.provisioners;

/** Which stream of a command a line came from. */
public enum OutputStreamKind {
  STDOUT,
  STDERR
}
