package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class WindowsSeedTest {
  private static final String NAMESPACE = "urn:schemas-microsoft-com:unattend";
  private static final String PASSWORD = "a<b>&\"'c]]>$1@USER_NAME@";
  private static final byte[] PKCS12 = {0, 1, 2};

  static final WindowsSeed SEED =
      new WindowsSeed("image-build", "imagebuilder", PASSWORD, PKCS12, "Aa1Bb2Cc3Dd4");

  private static Document answers() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(SEED.answers())));
  }

  private static List<String> texts(String name) throws Exception {
    NodeList found = answers().getElementsByTagNameNS(NAMESPACE, name);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent().strip());
    }
    return texts;
  }

  @Test
  void givesNameUserAndPasswordWhateverIsInIt() throws Exception {
    assertThat(texts("ComputerName")).containsExactly("image-build");
    assertThat(texts("Name")).containsExactly("imagebuilder");
    assertThat(texts("Username")).containsExactly("imagebuilder");
    assertThat(texts("Group")).containsExactly("Administrators");
    assertThat(texts("Value")).hasSize(3).endsWith(PASSWORD, PASSWORD);
    assertThat(SEED.answers()).doesNotContain("@PASSWORD@", "@COMPUTER_NAME@");
  }

  /** A server that is told none asks for one; the image goes on to have this. */
  @Test
  void givesTheAdministratorAPasswordThatNobodyKnows() throws Exception {
    String password = texts("Value").get(0);
    assertThat(password)
        .matches("(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{40,}")
        .isNotEqualTo(texts("Value").get(0));
    assertThat(
            ((Element) answers().getElementsByTagNameNS(NAMESPACE, "Value").item(0))
                .getParentNode()
                .getLocalName())
        .isEqualTo("AdministratorPassword");
  }

  @Test
  void asksNothingAndLogsOnOnce() throws Exception {
    assertThat(texts("HideEULAPage")).containsExactly("true");
    assertThat(texts("HideLocalAccountScreen")).containsExactly("true");
    assertThat(texts("HideOnlineAccountScreens")).containsExactly("true");
    assertThat(texts("HideOEMRegistrationScreen")).containsExactly("true");
    assertThat(texts("HideWirelessSetupInOOBE")).containsExactly("true");
    assertThat(texts("LogonCount")).containsExactly("1");
    assertThat(texts("UILanguage")).isNotEmpty();
  }

  /** Windows takes a component only with all of these, and runs no longer a command line. */
  @Test
  void hasTheFormThatWindowsTakes() throws Exception {
    assertThat(answers().getDocumentElement().getNamespaceURI()).isEqualTo(NAMESPACE);
    NodeList components = answers().getElementsByTagNameNS(NAMESPACE, "component");
    assertThat(components.getLength()).isEqualTo(4);
    for (int i = 0; i < components.getLength(); i++) {
      Element component = (Element) components.item(i);
      assertThat(component.getAttribute("name")).startsWith("Microsoft-Windows-");
      assertThat(component.getAttribute("processorArchitecture")).isEqualTo("amd64");
      assertThat(component.getAttribute("publicKeyToken")).isEqualTo("31bf3856ad364e35");
      assertThat(component.getAttribute("language")).isEqualTo("neutral");
      assertThat(component.getAttribute("versionScope")).isEqualTo("nonSxS");
      assertThat(((Element) component.getParentNode()).getAttribute("pass"))
          .isIn("specialize", "oobeSystem");
    }
    assertThat(texts("CommandLine")).hasSize(2).allMatch(line -> line.length() <= 1024);
    assertThat(texts("CommandLine").get(0)).contains("%d:\\first-logon.ps1");
    assertThat(texts("CommandLine").get(1)).isEqualTo("shutdown.exe /l");
    assertThat(texts("Order")).containsExactly("1", "1", "2");
  }

  /** What a client gets in to before all is ready, it meets half-way. */
  @Test
  void opensTheDoorLast() {
    String script = new String(SEED.files().get("first-logon.ps1"), StandardCharsets.US_ASCII);
    assertThat(script)
        .containsSubsequence(
            "AutoLogonCount -Value 0",
            "AutoAdminLogon -Value '0'",
            "Set-PrivateNetwork 300",
            "Import-PfxCertificate",
            "Enable-PSRemoting",
            "Remove-Item -Recurse",
            "Auth\\Basic $true",
            "LocalAccountTokenFilterPolicy",
            "Restart-Service",
            "New-Item WSMan:\\localhost\\Listener",
            "New-NetFirewallRule",
            "Write-Serial 'WinRM is open'");
  }

  @Test
  void bringsAllThatTheScriptReads() {
    Map<String, byte[]> files = SEED.files();
    String script = new String(files.get("first-logon.ps1"), StandardCharsets.US_ASCII);
    assertThat(files)
        .containsOnlyKeys(
            "Autounattend.xml", "Unattend.xml", "first-logon.ps1", "winrm.pfx", "winrm.txt");
    assertThat(files.get("Unattend.xml")).isEqualTo(files.get("Autounattend.xml"));
    assertThat(files.get("winrm.pfx")).isEqualTo(PKCS12);
    assertThat(script).contains("$here\\winrm.pfx", "$here\\winrm.txt").doesNotContain("?");
  }

  @Test
  void showsNoSecret() {
    assertThat(SEED.toString()).contains("imagebuilder").doesNotContain(PASSWORD, "Aa1Bb2Cc3Dd4");
  }

  @ParameterizedTest
  @CsvSource({
    "image-build-with-a-long-name, user, Passw0rdPassw0rd, Aa1Bb2Cc3Dd4",
    "12345, user, Passw0rdPassw0rd, Aa1Bb2Cc3Dd4",
    "'a b', user, Passw0rdPassw0rd, Aa1Bb2Cc3Dd4",
    "a, 'user;', Passw0rdPassw0rd, Aa1Bb2Cc3Dd4",
    "a, a-name-of-twenty-one-c, Passw0rdPassw0rd, Aa1Bb2Cc3Dd4",
    "a, user, short, Aa1Bb2Cc3Dd4",
    "a, user, 'Passw0rd Passw0rd', Aa1Bb2Cc3Dd4",
    "a, user, Passw0rdPassw0rd, 'Aa1Bb2\nCc3Dd4'",
  })
  void refusesWhatWindowsWouldRefuse(
      String name, String user, String password, String filePassword) {
    assertThatThrownBy(() -> new WindowsSeed(name, user, password, PKCS12, filePassword))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(password, filePassword));
  }
}
