package org.imageengine.hypervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Windows Setup in a generalized guest is told on its first boot, by an answer file at the
 * root of a read-only medium: no questions, one administrator of this build alone, and a script at
 * the first logon that opens WinRM over HTTPS with the certificate of this run.
 *
 * @param computerName at most 15 letters, digits and hyphens
 * @param userName a new administrator
 * @param password of that user; without characters that XML has no place for
 * @param pkcs12 the server's certificate and key
 * @param pkcs12Password letters and digits
 */
public record WindowsSeed(
    String computerName, String userName, String password, byte[] pkcs12, String pkcs12Password) {
  private static final Pattern COMPUTER_NAME =
      Pattern.compile("(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9-]{0,14}");
  private static final Pattern USER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,19}");
  private static final Pattern PASSWORD = Pattern.compile("[\\x21-\\x7e]{12,127}");
  private static final int RANDOM_BYTES = 20;
  private static final Pattern FILE_PASSWORD = Pattern.compile("[A-Za-z0-9]{12,127}");

  /** Refuses what Windows would refuse, or take for something else. */
  public WindowsSeed {
    require(COMPUTER_NAME, computerName, "Not a valid computer name: " + computerName);
    require(USER_NAME, userName, "Not a valid user name: " + userName);
    // Never shown.
    require(PASSWORD, password, "Not a valid password");
    require(FILE_PASSWORD, pkcs12Password, "Not a valid password");
    pkcs12 = pkcs12.clone();
  }

  private static void require(Pattern pattern, String value, String message) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The answer file. Each has another password for the Administrator, which is kept nowhere. */
  public String answers() {
    return resource("unattend.xml")
        .replace("@ADMINISTRATOR_PASSWORD@", random())
        .replace("@COMPUTER_NAME@", DomainXml.escape(computerName))
        .replace("@USER_NAME@", DomainXml.escape(userName))
        .replace("@PASSWORD@", DomainXml.escape(password));
  }

  /**
   * The files of the medium. Windows Setup looks for the answers under one name or the other,
   * depending on how far the image had been installed.
   */
  Map<String, byte[]> files() {
    byte[] answers = answers().getBytes(StandardCharsets.UTF_8);
    return Map.of(
        "Autounattend.xml", answers,
        "Unattend.xml", answers,
        // PowerShell 5 takes a script without a mark at its start for one in the local code page.
        "first-logon.ps1", resource("first-logon.ps1").getBytes(StandardCharsets.US_ASCII),
        "winrm.pfx", pkcs12(),
        "winrm.txt", pkcs12Password.getBytes(StandardCharsets.US_ASCII));
  }

  /** Letters of both kinds and digits, as the policy of a server wants. */
  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "Aa1" + HexFormat.of().formatHex(bytes);
  }

  @Override
  public byte[] pkcs12() {
    return pkcs12.clone();
  }

  private static String resource(String name) {
    try (InputStream in = WindowsSeed.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("a file of this program cannot be read: " + name, e);
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "WindowsSeed[computerName=" + computerName + ", userName=" + userName + "]";
  }
}
