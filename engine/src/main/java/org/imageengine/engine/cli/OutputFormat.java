package org.imageengine.engine.cli;

/** How a command writes its result. */
enum OutputFormat {
  /** For people. */
  TEXT,
  /** One JSON document. */
  JSON
}
