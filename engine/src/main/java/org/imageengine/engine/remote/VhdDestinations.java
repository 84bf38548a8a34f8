package org.imageengine.engine.remote;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.distributors.CatalogException;
import org.imageengine.distributors.azure.AzureBlobs;
import org.imageengine.distributors.azure.AzureCredential;
import org.imageengine.distributors.upload.HttpPutDestination;
import org.imageengine.distributors.upload.PageBlobDestination;
import org.imageengine.distributors.upload.VhdDestination;
import org.imageengine.engine.EngineException;
import org.imageengine.engine.config.Credential;
import org.imageengine.provisioners.FetchCredential;

/**
 * Tells what kind of server the {@code uri} of a VHD names: an Azure storage account, by its host,
 * by a shared access signature in the query, or by a credential for such an account; else any web
 * server.
 */
public final class VhdDestinations {
  private static final Pattern BLOB_HOST = Pattern.compile("[^.]+\\.blob\\.(core|storage)\\..+");

  private final FetchCredentials credentials;
  private final StoreKeys keys;

  /** What is sent to servers is what the template's identities stand for. */
  public VhdDestinations(FetchCredentials credentials, Secrets secrets) {
    this.credentials = credentials;
    this.keys = new StoreKeys(secrets);
  }

  /** Whether {@code uri} names a server. */
  public static boolean isRemote(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
  }

  /** The destination; nothing is connected yet. */
  public VhdDestination of(URI uri) throws CatalogException, InterruptedException {
    Optional<AzureCredential> azure = azure(uri);
    if (azure.isPresent()) {
      return new PageBlobDestination(AzureBlobs.of(withoutQuery(uri), azure.get()));
    }
    if (BLOB_HOST.matcher(uri.getHost()).matches()) {
      throw new CatalogException(
          CatalogException.Code.NO_PERMISSION,
          "Nothing lets a build into the storage account of "
              + withoutQuery(uri)
              + ". Give the template an identity that the configuration maps to a credential"
              + " (accountKey or sas) for "
              + uri.getHost()
              + ", or put a shared access signature into the URI.");
    }
    try {
      FetchCredential shown = credentials.forUri(uri);
      return new HttpPutDestination(withQuery(uri, shown.query()), shown.headers());
    } catch (EngineException e) {
      throw new CatalogException(CatalogException.Code.NO_PERMISSION, e.getMessage(), e);
    }
  }

  private Optional<AzureCredential> azure(URI uri) throws CatalogException, InterruptedException {
    String query = String.valueOf(uri.getRawQuery());
    if (query.contains("sig=") && query.contains("sv=")) {
      return Optional.of(new AzureCredential.Sas(query));
    }
    for (Credential credential : credentials.matching(uri)) {
      Optional<AzureCredential> key = keys.azure(credential);
      if (key.isPresent()) {
        return key;
      }
    }
    return Optional.empty();
  }

  private static URI withoutQuery(URI uri) {
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath());
  }

  private static URI withQuery(URI uri, String query) {
    return query.isEmpty()
        ? uri
        : URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + query);
  }
}
