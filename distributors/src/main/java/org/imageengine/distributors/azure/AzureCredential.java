package org.imageengine.distributors.azure;

/** What lets us into a storage account. Nothing here is ever shown. */
public sealed interface AzureCredential {

  /** The key of an account, base64. */
  record AccountKey(String account, String key) implements AzureCredential {
    @Override
    public String toString() {
      return "the key of " + account;
    }
  }

  /** A shared access signature, with a {@code ?} before it or without. */
  record Sas(String token) implements AzureCredential {
    @Override
    public String toString() {
      return "a shared access signature";
    }
  }
}
