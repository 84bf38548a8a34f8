package org.imageengine.distributors;

/** The operating system of an image, in the words of the API. */
public enum OsType {
  Linux,
  Windows
}
