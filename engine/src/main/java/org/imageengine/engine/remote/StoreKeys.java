package org.imageengine.engine.remote;

import java.util.Optional;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.azure.AzureCredential;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.config.Credential;
import org.imageengine.engine.config.SecretSource;

/** Reads the keys of object stores, as the catalog wants them. */
final class StoreKeys {
  private final Secrets secrets;

  StoreKeys(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Lets into an Azure storage account; nothing if it is a credential of another kind. */
  Optional<AzureCredential> azure(Credential credential)
      throws CatalogException, InterruptedException {
    if (credential.kind() instanceof Credential.AccountKey key) {
      return Optional.of(
          new AzureCredential.AccountKey(key.account(), read(credential, key.key())));
    }
    if (credential.kind() instanceof Credential.Sas sas) {
      return Optional.of(new AzureCredential.Sas(read(credential, sas.token())));
    }
    return Optional.empty();
  }

  /** The secret, in the errors of the catalog. */
  String read(Credential credential, SecretSource source)
      throws CatalogException, InterruptedException {
    try {
      return secrets.read(credential, source);
    } catch (EngineException e) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION,
          e.getMessage() + e.advice().map(advice -> " " + advice).orElse(""),
          e);
    }
  }
}
