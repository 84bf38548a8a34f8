package org.imageengine.provisioners.windows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS to a server that has one certificate, and no other; names and dates do not matter then. */
final class PinnedTls {
  /** The server has shown another certificate. */
  static final class OtherCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    OtherCertificateException(String seen) {
      super("the certificate of the server has the SHA-256 " + seen + ", not that of this run");
    }
  }

  private final SSLContext context;

  PinnedTls(String sha256) {
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Pin(sha256)}, new SecureRandom());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }

  /** A connection whose handshake is done. */
  SSLSocket connect(String host, int port, int limitMillis) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(host, port), limitMillis);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
      socket.setSoTimeout(limitMillis);
      socket.startHandshake();
      socket.setSoTimeout(0);
      return socket;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static final class Pin extends X509ExtendedTrustManager {
    private final byte[] sha256;

    Pin(String sha256) {
      this.sha256 = HexFormat.of().parseHex(sha256.toLowerCase(java.util.Locale.ROOT));
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      try {
        byte[] seen = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
        if (!MessageDigest.isEqual(seen, sha256)) {
          throw new OtherCertificateException(HexFormat.of().formatHex(seen));
        }
      } catch (GeneralSecurityException e) {
        throw e instanceof CertificateException c ? c : new CertificateException(e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
