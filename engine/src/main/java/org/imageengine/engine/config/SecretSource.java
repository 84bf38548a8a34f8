package org.imageengine.engine.config;

/** Where a secret is read from, each time it is needed; the secret itself is never kept. */
public sealed interface SecretSource {

  /** A variable of the engine's environment. */
  record Environment(String name) implements SecretSource {}

  /** The first line of a file. */
  record File(java.nio.file.Path path) implements SecretSource {}

  /** The first line that a command, run by {@code sh -c}, writes. */
  record Command(String command) implements SecretSource {}
}
