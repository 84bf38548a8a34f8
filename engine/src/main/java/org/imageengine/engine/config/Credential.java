package org.imageengine.engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.imageengine.engine.text.Position;

/**
 * One entry of {@code credentials} in the configuration.
 *
 * @param hosts names of hosts that it may be sent to when something is fetched; {@code *.} at the
 *     beginning stands for any name below a domain
 */
public record Credential(String name, Position at, List<String> hosts, Kind kind) {

  public Credential {
    hosts = List.copyOf(hosts);
  }

  /** What kind it is, and where its secret is. */
  public sealed interface Kind {}

  /** {@code Authorization: Bearer …}. */
  public record Bearer(SecretSource token) implements Kind {}

  /** {@code Authorization: Basic …}. */
  public record Basic(String user, SecretSource password) implements Kind {}

  /** A header of any name. */
  public record Header(String header, SecretSource value) implements Kind {}

  /** A shared access signature, which is added to the query. */
  public record Sas(SecretSource token) implements Kind {}

  /** A certificate with its key, a PKCS #12 file. */
  public record ClientCertificate(Path file, SecretSource password) implements Kind {}

  /** The key of an Azure storage account. */
  public record AccountKey(String account, SecretSource key) implements Kind {}

  /** The two parts of an access key of S3. */
  public record AccessKey(String id, SecretSource secret) implements Kind {}

  /** Whether it may be sent to a host. */
  public boolean isFor(String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    return hosts.stream()
        .map(pattern -> pattern.toLowerCase(Locale.ROOT))
        .anyMatch(
            pattern ->
                pattern.startsWith("*.")
                    ? wanted.endsWith(pattern.substring(1))
                    : wanted.equals(pattern));
  }
}
