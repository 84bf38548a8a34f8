package org.imageengine.provisioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read back by others: Java's own key store and TLS, and OpenSSL. */
class RunCertificateTest {
  private static final char[] PASSWORD = "Aa1Bb2Cc3Dd4".toCharArray();
  private final RunCertificate made = RunCertificate.generate(PASSWORD);

  @TempDir Path directory;

  @Test
  void isForOneServerAndNotForLong() throws Exception {
    X509Certificate certificate = made.certificate();
    Instant now = Instant.now();
    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity(Date.from(now.minus(Duration.ofDays(1))));
    certificate.checkValidity(Date.from(now.plus(Duration.ofDays(1))));
    assertThat(certificate.getNotAfter().toInstant()).isBefore(now.plus(Duration.ofDays(31)));
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(RunCertificate.generate(PASSWORD).fingerprint())
        .hasSize(64)
        .isNotEqualTo(made.fingerprint());
  }

  @Test
  void serves() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(made.pkcs12()), PASSWORD);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SSLContext server = SSLContext.getInstance("TLS");
    server.init(keys.getKeyManagers(), null, null);
    try (SSLServerSocket listening =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(listening));
      answering.start();
      Shown shown = new Shown();
      SSLContext client = SSLContext.getInstance("TLS");
      client.init(null, new TrustManager[] {shown}, null);
      try (SSLSocket socket =
          (SSLSocket)
              client
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .isEqualTo("hello");
      }
      answering.join(10_000);
      assertThat(RunCertificate.fingerprint(shown.certificate)).isEqualTo(made.fingerprint());
    }
  }

  private static void answer(SSLServerSocket listening) {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Shown implements X509TrustManager {
    private X509Certificate certificate;

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      certificate = chain[0];
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void opensWithItsPasswordAlone() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    assertThatThrownBy(
            () -> store.load(new ByteArrayInputStream(made.pkcs12()), "other".toCharArray()))
        .isInstanceOf(IOException.class);
  }

  /** Windows before 1809 reads no newer algorithms than these. */
  @Test
  void isPackedAsOldWindowsReadsIt() throws Exception {
    Path file = Files.write(directory.resolve("winrm.pfx"), made.pkcs12());
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "pkcs12",
                "-legacy",
                "-info",
                "-noout",
                "-in",
                file.toString(),
                "-passin",
                "pass:" + new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.onExit().join().exitValue()).as(said).isZero();
    assertThat(said)
        .contains("MAC: sha1")
        .contains("pbeWithSHA1And3-KeyTripleDES-CBC")
        .contains("Certificate bag");
  }
}
