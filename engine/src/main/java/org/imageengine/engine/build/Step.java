package org.imageengine.engine.build;

import org.imageengine.engine.run.Phase;

/**
 * One step of a build. It enters into the ledger what it makes before it makes it, so that it is
 * undone on success, failure, cancel and after a crash alike.
 *
 * @param <T> what the following steps need of it
 */
interface Step<T> {

  Phase phase();

  /** Names the step in logs and messages. */
  String title();

  T run(BuildContext context) throws Exception;
}
