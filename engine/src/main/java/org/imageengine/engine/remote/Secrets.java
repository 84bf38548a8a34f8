package org.imageengine.engine.remote;

import org.imageengine.engine.EngineException;
import org.imageengine.engine.config.Credential;
import org.imageengine.engine.config.SecretSource;

/** Reads the secret of a credential. */
@FunctionalInterface
public interface Secrets {
  String read(Credential credential, SecretSource source)
      throws EngineException, InterruptedException;
}
