package org.imageengine.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.imageengine.engine.run.RunDirectory;
import org.imageengine.engine.run.RunRecord;
import org.imageengine.hypervisor.HypervisorException;
import org.imageengine.hypervisor.SeedMedia;
import org.imageengine.hypervisor.WindowsSeed;
import org.imageengine.provisioners.RunCertificate;
import org.imageengine.provisioners.windows.WinRmEndpoint;

/** By WinRM into Windows, which an answer file has told. */
final class WinRmLogin implements Login {
  private static final int PORT = 5986;
  private static final String COMPUTER_NAME = "image-build";
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  private static final int PASSWORD_LENGTH = 28;

  private final String password;
  private final String filePassword;
  private final RunCertificate certificate;

  private WinRmLogin(String password, String filePassword, RunCertificate certificate) {
    this.password = password;
    this.filePassword = filePassword;
    this.certificate = certificate;
  }

  static WinRmLogin create() {
    // A policy of the image may want a letter of each kind; it has them whatever chance says.
    String password = random() + "aA9-";
    String filePassword = random();
    return new WinRmLogin(
        password, filePassword, RunCertificate.generate(filePassword.toCharArray()));
  }

  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    while (text.length() < PASSWORD_LENGTH) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  @Override
  public String protocol() {
    return RunRecord.KeptVm.WINRM;
  }

  @Override
  public int guestPort() {
    return PORT;
  }

  WinRmEndpoint endpoint(int port) {
    return new WinRmEndpoint(LOOPBACK, port, BUILD_USER, password, certificate.fingerprint());
  }

  @Override
  public void writeSeed(Path iso) throws HypervisorException {
    SeedMedia.write(
        new WindowsSeed(COMPUTER_NAME, BUILD_USER, password, certificate.pkcs12(), filePassword),
        iso);
  }

  @Override
  public void save(RunDirectory run, int port) throws IOException {
    Files.deleteIfExists(run.password());
    Files.createFile(
        run.password(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(run.password(), password + "\n");
    Files.writeString(run.certificate(), certificate.fingerprint() + "\n");
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "WinRmLogin[" + BUILD_USER + "]";
  }
}
