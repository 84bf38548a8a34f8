package org.imageengine.provisioners;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEOutputEncryptorBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;

/**
 * The certificate of the WinRM server in one guest. It is made before the guest starts, which gets
 * it with its private key; its fingerprint is all that the engine trusts.
 */
public final class RunCertificate {
  private static final String NAME = "image-build";
  private static final int KEY_BITS = 2048;
  // The clock of a guest may be hours off, until it has found its time zone.
  private static final Duration SKEW = Duration.ofDays(2);
  private static final Duration LIFE = Duration.ofDays(30);

  private final X509Certificate certificate;
  private final byte[] pkcs12;

  private RunCertificate(X509Certificate certificate, byte[] pkcs12) {
    this.certificate = certificate;
    this.pkcs12 = pkcs12;
  }

  /**
   * Makes a certificate for TLS servers, signed by itself, with an RSA key.
   *
   * @param password of its PKCS #12 file
   */
  public static RunCertificate generate(char[] password) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      KeyPair keys = generator.generateKeyPair();
      X509CertificateHolder holder = sign(keys);
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
      return new RunCertificate(certificate, pack(keys, certificate, password));
    } catch (GeneralSecurityException | IOException | OperatorCreationException | PKCSException e) {
      throw new IllegalStateException("this Java platform cannot make RSA certificates", e);
    }
  }

  private static X509CertificateHolder sign(KeyPair keys)
      throws IOException, OperatorCreationException {
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=" + NAME);
    return new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()),
            Date.from(now.minus(SKEW)),
            Date.from(now.plus(LIFE)),
            name,
            keys.getPublic())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
        .addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                new GeneralName[] {
                  new GeneralName(GeneralName.dNSName, NAME),
                  new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }))
        .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
  }

  /**
   * With the old algorithms: Windows before 1809 reads no others. The file is as secret as the
   * password that lies beside it.
   */
  private static byte[] pack(KeyPair keys, X509Certificate certificate, char[] password)
      throws IOException, PKCSException {
    PKCS12SafeBagBuilder key =
        new JcaPKCS12SafeBagBuilder(
            keys.getPrivate(),
            new BcPKCS12PBEOutputEncryptorBuilder(
                    PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC,
                    CBCBlockCipher.newInstance(new DESedeEngine()))
                .build(password));
    PKCS12SafeBagBuilder open = new JcaPKCS12SafeBagBuilder(certificate);
    PKCS12PfxPdu file =
        new PKCS12PfxPduBuilder()
            .addData(key.build())
            .addData(open.build())
            .build(new BcPKCS12MacCalculatorBuilder(), password);
    return file.getEncoded();
  }

  /** The certificate alone. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Certificate and private key as a PKCS #12 file that every Windows reads. */
  public byte[] pkcs12() {
    return pkcs12.clone();
  }

  /** The SHA-256 of the certificate, as 64 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint(certificate);
  }

  static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
