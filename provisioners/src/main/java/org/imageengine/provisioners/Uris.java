package org.imageengine.provisioners;

import java.net.URI;

/** URIs in messages. */
final class Uris {
  private Uris() {}

  /** The URI without user, password, query and fragment, any of which may hold a secret. */
  static String redacted(URI uri) {
    if ("file".equals(uri.getScheme())) {
      return String.valueOf(uri.getPath());
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }
}
