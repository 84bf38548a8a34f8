package org.imageengine.distributors.azure;

import com.azure.core.exception.AzureException;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobUrlParts;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.imageengine.distributors.CatalogException;

/**
 * A URL of a storage account, split into container and name. Accounts are told by host, as in
 * {@code https://account.blob.core.windows.net/container/name}, or, where the host is an address,
 * by the first part of the path, as emulators have it.
 */
public final class AzureBlobs {
  private static final int TRIES = 5;
  private static final Duration TRY = Duration.ofSeconds(120);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final String url;
  private final BlobContainerClient container;
  private final String name;

  private AzureBlobs(String url, BlobContainerClient container, String name) {
    this.url = url;
    this.container = container;
    this.name = name;
  }

  /**
   * Nothing is sent to the account yet.
   *
   * @param uri without query
   * @throws CatalogException INVALID_NAME if no container is in it
   */
  public static AzureBlobs of(URI uri, AzureCredential credential) throws CatalogException {
    BlobUrlParts parts;
    try {
      parts = BlobUrlParts.parse(uri.toString());
    } catch (IllegalArgumentException e) {
      throw noContainer(uri);
    }
    String container = Objects.toString(parts.getBlobContainerName(), "");
    if (container.isEmpty()) {
      throw noContainer(uri);
    }
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder()
            .endpoint(endpoint(parts))
            .containerName(container)
            .httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE))
            .retryOptions(
                new RequestRetryOptions(
                    RetryPolicyType.EXPONENTIAL, TRIES, TRY, FIRST_PAUSE, LONGEST_PAUSE, null));
    if (credential instanceof AzureCredential.AccountKey key) {
      builder.credential(new StorageSharedKeyCredential(key.account(), key.key()));
    } else if (credential instanceof AzureCredential.Sas sas) {
      String token = sas.token();
      builder.sasToken(token.startsWith("?") ? token.substring(1) : token);
    }
    String name = Objects.toString(parts.getBlobName(), "");
    return new AzureBlobs(uri.toString(), builder.buildClient(), name);
  }

  private static String endpoint(BlobUrlParts parts) {
    return new BlobUrlParts()
        .setScheme(parts.getScheme())
        .setHost(parts.getHost())
        .setAccountName(parts.getAccountName())
        .toUrl()
        .toString();
  }

  private static CatalogException noContainer(URI uri) {
    return new CatalogException(
        CatalogException.Code.INVALID_NAME,
        uri + " names no container; it must be https://ACCOUNT.blob.core.windows.net/CONTAINER/….");
  }

  public BlobContainerClient container() {
    return container;
  }

  /**
   * What stands behind the container: the name of a blob, or the beginning of names; or nothing.
   */
  public String name() {
    return name;
  }

  /** The URL, which holds no secret. */
  public String url() {
    return url;
  }

  /** What is asked of the account. */
  @FunctionalInterface
  public interface Request<T> {
    T run() throws IOException, CatalogException, InterruptedException;
  }

  /**
   * Asks, and puts errors into words of ours.
   *
   * @param what the beginning of a sentence, such as {@code "Reading x"}
   * @throws IOException where another attempt may help
   */
  public static <T> T ask(String what, Request<T> request)
      throws IOException, CatalogException, InterruptedException {
    try {
      return request.run();
    } catch (BlobStorageException e) {
      throw told(what, e);
    } catch (AzureException e) {
      throw new IOException(what + " failed: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      if (Thread.interrupted() || hasCause(e, InterruptedException.class)) {
        throw new InterruptedException();
      }
      // Reactor wraps what may not be thrown as it is.
      if (hasCause(e, IOException.class) || hasCause(e, HttpTimeoutException.class)) {
        throw new IOException(what + " failed: " + root(e), e);
      }
      if (String.valueOf(e.getMessage()).contains("imeout")) {
        throw new IOException(what + " failed: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static IOException told(String what, BlobStorageException e) throws CatalogException {
    String code = Objects.toString(e.getErrorCode(), "no error code");
    String answer =
        what + " failed: the storage account answers " + e.getStatusCode() + " (" + code + ")";
    switch (e.getStatusCode()) {
      case 401, 403 ->
          throw new CatalogException(
              CatalogException.Code.NO_PERMISSION,
              answer + "; check the credential, its permissions and its expiry.",
              e);
      case 404 ->
          throw new CatalogException(
              CatalogException.Code.NOT_FOUND,
              answer + "; check the names of account and container.",
              e);
      case 412 ->
          throw new CatalogException(
              CatalogException.Code.IN_USE, answer + "; somebody else writes to it.", e);
      default -> {
        return new IOException(answer, e);
      }
    }
  }

  private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }

  private static String root(Throwable e) {
    Throwable each = e;
    while (each.getCause() != null) {
      each = each.getCause();
    }
    return each.getClass().getSimpleName() + ": " + each.getMessage();
  }
}
