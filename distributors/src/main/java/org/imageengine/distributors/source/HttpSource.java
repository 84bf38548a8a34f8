package org.imageengine.distributors.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.imageengine.distributors.CatalogException;

/**
 * A file on a server, and the headers that its host wants to see. The query, the user-info and the
 * headers may be secrets: nothing here shows them.
 */
final class HttpSource {
  private static final int LONGEST_NAME = 200;
  private static final int LARGEST_PORT = 65535;

  private final URI uri;
  private final Map<String, String> headers;

  private HttpSource(URI uri, Map<String, String> headers) {
    this.uri = uri;
    this.headers = headers;
  }

  /**
   * User-info becomes an {@code Authorization} header, unless there is one.
   *
   * @throws CatalogException INVALID_NAME if it is no http or https URL
   */
  static HttpSource of(URI uri, Map<String, String> headers) throws CatalogException {
    if (!isUsable(uri)) {
      throw new CatalogException(
          CatalogException.Code.INVALID_NAME,
          describe(uri) + " is not a URL to download from; it must be http://host/… or https://….");
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (uri.getUserInfo() != null) {
      byte[] userInfo = uri.getUserInfo().getBytes(StandardCharsets.UTF_8);
      all.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(userInfo));
    }
    all.putAll(headers);
    return new HttpSource(plain(uri), all);
  }

  /** Whether a request can be made to it. */
  static boolean isUsable(URI uri) {
    return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
        && uri.getHost() != null
        && uri.getPort() <= LARGEST_PORT;
  }

  /** The URI without user-info and fragment, which no request has. */
  static URI plain(URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(origin(uri) + Objects.toString(uri.getRawPath(), "") + query);
  }

  /** The URI without anything that may be a secret. */
  static String describe(URI uri) {
    return origin(uri) + Objects.toString(uri.getRawPath(), "");
  }

  private static String origin(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme() + "://";
    String authority = Objects.toString(uri.getRawAuthority(), "");
    return scheme + authority.substring(authority.lastIndexOf('@') + 1);
  }

  URI uri() {
    return uri;
  }

  String describe() {
    return describe(uri);
  }

  /** The headers for a request to {@code other}: none if it is another host, port or scheme. */
  Map<String, String> headersFor(URI other) {
    return origin(uri).equalsIgnoreCase(origin(other)) ? headers : Map.of();
  }

  /** Another file of the same folder, by its name as it stands in a URL. */
  HttpSource sibling(String name) {
    String path = uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    return new HttpSource(
        URI.create(origin(uri) + (folder.isEmpty() ? "/" : folder) + name + query), headers);
  }

  /** The last part of the path, as it stands in the URL. */
  String rawName() {
    return uri.getRawPath().substring(uri.getRawPath().lastIndexOf('/') + 1);
  }

  /** The last part of the path. */
  String name() {
    return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
  }

  /** A name for a file of this host: the URL's, with nothing in it that leads elsewhere. */
  String fileName() {
    String name = name().replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.-]+", "_");
    String end = name.substring(Math.max(0, name.length() - LONGEST_NAME));
    return end.isEmpty() ? "disk" : end;
  }

  CatalogException failure(CatalogException.Code code, String why) {
    return failure(code, why, null);
  }

  CatalogException failure(CatalogException.Code code, String why, Throwable cause) {
    return new CatalogException(code, "Downloading " + describe() + " failed: " + why + ".", cause);
  }

  /** What an answer means that is no success. */
  CatalogException refused(int status) {
    String answer = String.format(Locale.ROOT, "the server answers %d: ", status);
    return switch (status) {
      case 404, 410 ->
          failure(CatalogException.Code.NOT_FOUND, answer + "there is no such file; check the URL");
      case 401 ->
          failure(
              CatalogException.Code.NO_PERMISSION,
              answer + "it wants credentials, or others than it was given");
      case 403 ->
          failure(
              CatalogException.Code.NO_PERMISSION,
              answer + "there is no permission to read it; check credentials and their expiry");
      case 407 ->
          failure(CatalogException.Code.NO_PERMISSION, answer + "the proxy wants credentials");
      default -> failure(CatalogException.Code.IO, answer + "nothing can be downloaded from there");
    };
  }

  @Override
  public String toString() {
    return describe();
  }
}
