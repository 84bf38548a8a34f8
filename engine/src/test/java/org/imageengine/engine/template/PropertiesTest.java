package org.imageengine.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.imageengine.engine.text.ProblemsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every property of the contract with a value that is right and one that is wrong. */
class PropertiesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ID = "/subscriptions/s/resourceGroups/g/providers/";
  private static final String IMAGE = ID + "Microsoft.Compute/images/i";
  private static final String DEFINITION = ID + "Microsoft.Compute/galleries/x/images/y";
  private static final String IDENTITY = ID + "Microsoft.ManagedIdentity/userAssignedIdentities/me";
  private static final String SUBNET = ID + "Microsoft.Network/virtualNetworks/net/subnets/sub";
  private static final String SHA =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  /**
   * Path of the property | members to put into its object | the same, wrong | what is said of it.
   * Null takes a member away.
   */
  private static final String TABLE =
      """
      type | {} | {"type": "Microsoft.Compute/disks"} | is not an image template
      apiVersion | {"apiVersion": "2024-02-01"} | {"apiVersion": "latest"} | is not an API version
      name | {"name": "a.b_c-1"} | {"name": "a/b"} | must be 1 to 64 letters
      location | {"location": "West Europe"} | {"location": null} | "location" is required
      tags | {"tags": {"a": "b"}} | {"tags": {"a": 1}} | A string is wanted here
      identity | {"identity": {"type": "None"}} | {"identity": "x"} | An object is wanted here
      identity.type | {"type": "None", "userAssignedIdentities": null} | {"type": "SystemAssigned"} | is not one of UserAssigned, None
      identity.userAssignedIdentities | {"userAssignedIdentities": {"IDENTITY": {}}} | {"userAssignedIdentities": {"x": {}}} | not the resource ID that is wanted
      properties | {} | {"properties": []} | An object is wanted here
      properties.source | {} | {"source": null} | "source" is required
      properties.customize | {"customize": []} | {"customize": {}} | An array is wanted here
      properties.optimize | {"optimize": {}} | {"optimize": true} | An object is wanted here
      properties.validate | {"validate": {}} | {"validate": []} | An object is wanted here
      properties.distribute | {} | {"distribute": []} | At least one distribution target
      properties.errorHandling | {"errorHandling": {}} | {"errorHandling": []} | An object is wanted here
      properties.buildTimeoutInMinutes | {"buildTimeoutInMinutes": 960} | {"buildTimeoutInMinutes": 5} | the minimum is 6
      properties.vmProfile | {"vmProfile": {}} | {"vmProfile": 1} | An object is wanted here
      properties.stagingResourceGroup | {"stagingResourceGroup": "/subscriptions/s/resourceGroups/my-group"} | {"stagingResourceGroup": "/subscriptions/s/resourceGroups/dot."} | is no name of a resource group
      properties.autoRun | {"autoRun": {}} | {"autoRun": true} | An object is wanted here
      properties.managedResourceTags | {"managedResourceTags": {"a": "b"}} | {"managedResourceTags": {"a": []}} | A string is wanted here
      properties.source[PlatformImage].type | {} | {"type": "Platform"} | Did you mean "PlatformImage"?
      properties.source[PlatformImage].publisher | {"publisher": "Debian"} | {"publisher": ""} | must not be empty
      properties.source[PlatformImage].offer | {"offer": "o"} | {"offer": null} | "offer" is required
      properties.source[PlatformImage].sku | {"sku": "s"} | {"sku": 12} | A string is wanted here
      properties.source[PlatformImage].version | {"version": "18.4.202001010"} | {"version": "1.x"} | is not a version
      properties.source[PlatformImage].planInfo | {} | {"planInfo": "x"} | An object is wanted here
      properties.source[PlatformImage].planInfo.planName | {"planName": "a"} | {"planName": null} | "planName" is required
      properties.source[PlatformImage].planInfo.planProduct | {"planProduct": "a"} | {"planProduct": null} | "planProduct" is required
      properties.source[PlatformImage].planInfo.planPublisher | {"planPublisher": "a"} | {"planPublisher": 1} | A string is wanted here
      properties.source[ManagedImage].type | {} | {"type": "managedImage"} | Did you mean "ManagedImage"?
      properties.source[ManagedImage].imageId | {"imageId": "IMAGE"} | {"imageId": "DEFINITION"} | Its form is /subscriptions
      properties.source[SharedImageVersion].type | {} | {"type": "SharedImage"} | Did you mean "SharedImageVersion"?
      properties.source[SharedImageVersion].imageVersionId | {"imageVersionId": "DEFINITION/versions/latest"} | {"imageVersionId": "DEFINITION/versions/1.2"} | "1.2" is not a version
      properties.customize[Shell].type | {} | {"type": "shell"} | Did you mean "Shell"?
      properties.customize[Shell].name | {"name": "x"} | {"name": 1} | A string is wanted here
      properties.customize[Shell].scriptUri | {"inline": null, "scriptUri": "https://e/x.sh"} | {"scriptUri": "https://e/x.sh"} | not both
      properties.customize[Shell].inline | {"inline": ["a", "b"]} | {"inline": null} | needs "inline" or "scriptUri"
      properties.customize[Shell].sha256Checksum | {"inline": null, "scriptUri": "https://e/x.sh", "sha256Checksum": "SHA"} | {"sha256Checksum": "SHA"} | this one is inline
      properties.customize[PowerShell].type | {} | {"type": "Powershell"} | Did you mean "PowerShell"?
      properties.customize[PowerShell].name | {"name": "x"} | {"name": []} | A string is wanted here
      properties.customize[PowerShell].scriptUri | {"inline": null, "scriptUri": "x.ps1"} | {"inline": null} | needs "inline" or "scriptUri"
      properties.customize[PowerShell].inline | {"inline": ["a"]} | {"inline": "a"} | An array is wanted here
      properties.customize[PowerShell].sha256Checksum | {"sha256Checksum": ""} | {"inline": null, "scriptUri": "x", "sha256Checksum": "abc"} | is not a SHA-256 checksum
      properties.customize[PowerShell].runElevated | {"runElevated": true} | {"runElevated": "true"} | True or false is wanted here
      properties.customize[PowerShell].runAsSystem | {"runElevated": true, "runAsSystem": true} | {"runAsSystem": true} | only for a step that runs elevated
      properties.customize[PowerShell].validExitCodes | {"validExitCodes": [0, 3010]} | {"validExitCodes": ["0"]} | A whole number is wanted here
      properties.customize[File].type | {} | {"type": "Files"} | Did you mean "File"?
      properties.customize[File].name | {"name": "x"} | {"name": {}} | A string is wanted here
      properties.customize[File].sourceUri | {"sourceUri": "https://e/a"} | {"sourceUri": null} | "sourceUri" is required
      properties.customize[File].destination | {"destination": "C:\\\\folder\\\\a.txt"} | {"destination": "/etc/motd"} | is not below /tmp
      properties.customize[File].sha256Checksum | {"sha256Checksum": "SHA"} | {"sha256Checksum": "xyz"} | is not a SHA-256 checksum
      properties.customize[WindowsRestart].type | {} | {"type": "Restart"} | is not one of
      properties.customize[WindowsRestart].name | {"name": "x"} | {"name": 1} | A string is wanted here
      properties.customize[WindowsRestart].restartCommand | {"restartCommand": "shutdown /r"} | {"restartCommand": 1} | A string is wanted here
      properties.customize[WindowsRestart].restartCheckCommand | {"restartCheckCommand": "echo 1"} | {"restartCheckCommand": []} | A string is wanted here
      properties.customize[WindowsRestart].restartTimeout | {"restartTimeout": "1h30m"} | {"restartTimeout": "5 minutes"} | is not a duration
      properties.customize[WindowsUpdate].type | {} | {"type": "WindowsUpdates"} | Did you mean "WindowsUpdate"?
      properties.customize[WindowsUpdate].name | {"name": "x"} | {"name": 1} | A string is wanted here
      properties.customize[WindowsUpdate].searchCriteria | {"searchCriteria": "IsInstalled=0"} | {"searchCriteria": 0} | A string is wanted here
      properties.customize[WindowsUpdate].filters | {"filters": ["include:$true"]} | {"filters": ["$true"]} | does not say what to do with the updates. Write "include:$true"
      properties.customize[WindowsUpdate].updateLimit | {"updateLimit": 20} | {"updateLimit": -1} | not a whole number from 0
      properties.optimize.vmBoot | {"vmBoot": {"state": "Enabled"}} | {"vmBoot": "Enabled"} | An object is wanted here
      properties.optimize.workload | {"workload": {"state": "Disabled"}} | {"workload": []} | An object is wanted here
      properties.optimize.vmBoot.state | {"state": "Disabled"} | {"state": "enabled"} | Did you mean "Enabled"?
      properties.optimize.workload.state | {"state": "Enabled"} | {"state": "On"} | is not one of Enabled, Disabled
      properties.optimize.workload.scriptUri | {"scriptUri": "https://e/x"} | {"scriptUri": 1} | A string is wanted here
      properties.optimize.workload.sha256Checksum | {"sha256Checksum": "SHA"} | {"sha256Checksum": "SHA0"} | is not a SHA-256 checksum
      properties.validate.continueDistributeOnFailure | {"continueDistributeOnFailure": true} | {"continueDistributeOnFailure": 1} | True or false is wanted here
      properties.validate.sourceValidationOnly | {"sourceValidationOnly": true, "inVMValidations": [{"type": "Shell", "inline": ["true"]}]} | {"sourceValidationOnly": true} | checks nothing
      properties.validate.inVMValidations | {"inVMValidations": []} | {"inVMValidations": [{"type": "WindowsRestart"}]} | is not one of Shell, PowerShell, File
      properties.distribute[ManagedImage].type | {} | {"type": "Managedimage"} | Did you mean "ManagedImage"?
      properties.distribute[ManagedImage].runOutputName | {"runOutputName": "a-b"} | {"runOutputName": "a b"} | must be 1 to 64 letters
      properties.distribute[ManagedImage].artifactTags | {"artifactTags": {"a": "b"}} | {"artifactTags": []} | An object is wanted here
      properties.distribute[ManagedImage].imageId | {"imageId": "IMAGE"} | {"imageId": "images/i"} | Its form is
      properties.distribute[ManagedImage].location | {"location": "eastus"} | {"location": null} | "location" is required
      properties.distribute[SharedImage].type | {} | {"type": "sharedImage"} | Did you mean "SharedImage"?
      properties.distribute[SharedImage].runOutputName | {"runOutputName": "a"} | {"runOutputName": null} | "runOutputName" is required
      properties.distribute[SharedImage].artifactTags | {"artifactTags": {"b": null}} | {"artifactTags": {"a": true}} | A string is wanted here
      properties.distribute[SharedImage].galleryImageId | {"galleryImageId": "DEFINITION/versions/1.2.3"} | {"galleryImageId": "DEFINITION/versions/latest"} | "latest" is not a version
      properties.distribute[SharedImage].excludeFromLatest | {"excludeFromLatest": true} | {"excludeFromLatest": "yes"} | True or false is wanted here
      properties.distribute[SharedImage].targetRegions | {"targetRegions": [{"name": "a"}, {"name": "b"}]} | {"targetRegions": [{"name": "East US"}, {"name": "eastus"}]} | is named twice
      properties.distribute[SharedImage].versioning | {"versioning": {"scheme": "Latest"}} | {"galleryImageId": "DEFINITION/versions/1.2.3", "versioning": {"scheme": "Latest"}} | Leave one of them out
      properties.distribute[SharedImage].replicationMode | {"replicationMode": "Shallow"} | {"replicationMode": "shallow"} | Did you mean "Shallow"?
      properties.distribute[SharedImage].replicationRegions | {"replicationRegions": ["eastus"]} | {"replicationRegions": ["eastus"], "targetRegions": [{"name": "a"}]} | cannot both be given
      properties.distribute[SharedImage].storageAccountType | {"replicationRegions": ["a"], "storageAccountType": "Standard_ZRS"} | {"storageAccountType": "Standard_ZRS"} | only for "replicationRegions"
      properties.distribute[SharedImage].targetRegions[].name | {"name": "eastus"} | {"name": null} | "name" is required
      properties.distribute[SharedImage].targetRegions[].replicaCount | {"replicaCount": 3} | {"replicaCount": 0} | not a whole number from 1
      properties.distribute[SharedImage].targetRegions[].storageAccountType | {"storageAccountType": "Premium_LRS"} | {"storageAccountType": "Premium_ZRS"} | is not one of
      properties.distribute[SharedImage].versioning.scheme | {"scheme": "Source"} | {"scheme": "latest"} | Did you mean "Latest"?
      properties.distribute[SharedImage].versioning.major | {"major": 2} | {"scheme": "Source", "major": 2} | only for the scheme "Latest"
      properties.distribute[VHD].type | {} | {"type": "vhd"} | Did you mean "VHD"?
      properties.distribute[VHD].runOutputName | {"runOutputName": "a"} | {"runOutputName": ""} | must not be empty
      properties.distribute[VHD].artifactTags | {"artifactTags": {"a": "b"}} | {"tags": {"a": "b"}} | Did you mean "artifactTags"?
      properties.distribute[VHD].uri | {"uri": "file:///tmp/a.vhd"} | {"uri": "a.vhd"} | is not a URI
      properties.errorHandling.onCustomizerError | {"onCustomizerError": "abort"} | {"onCustomizerError": "keep"} | is not one of cleanup, abort
      properties.errorHandling.onValidationError | {"onValidationError": "cleanup"} | {"onValidationError": "Cleanup"} | Did you mean "cleanup"?
      properties.vmProfile.vmSize | {"vmSize": "Standard_B2s"} | {"vmSize": 2} | A string is wanted here
      properties.vmProfile.osDiskSizeGB | {"osDiskSizeGB": 100} | {"osDiskSizeGB": 1.5} | not a whole number
      properties.vmProfile.userAssignedIdentities | {"userAssignedIdentities": ["IDENTITY"]} | {"userAssignedIdentities": ["me"]} | Its form is
      properties.vmProfile.vnetConfig | {"vnetConfig": {}} | {"vnetConfig": ""} | An object is wanted here
      properties.vmProfile.additionalDataDisks | {"additionalDataDisks": [{"sizeGB": 4}]} | {"additionalDataDisks": [4]} | An object is wanted here
      properties.vmProfile.vnetConfig.subnetId | {"subnetId": "SUBNET"} | {"subnetId": "sub"} | Its form is
      properties.vmProfile.vnetConfig.containerInstanceSubnetId | {"subnetId": "SUBNET", "containerInstanceSubnetId": "SUBNET"} | {"containerInstanceSubnetId": "SUBNET"} | needs "subnetId" as well
      properties.vmProfile.vnetConfig.proxyVmSize | {"subnetId": "SUBNET", "proxyVmSize": "Standard_A1_v2"} | {"subnetId": "SUBNET", "containerInstanceSubnetId": "SUBNET", "proxyVmSize": "x"} | cannot be given with
      properties.vmProfile.additionalDataDisks[].sizeGB | {"sizeGB": 32} | {"sizeGB": -1} | not a whole number from 0
      properties.autoRun.state | {"state": "Enabled"} | {"state": "True"} | is not one of Enabled, Disabled
      """;

  @TempDir Path directory;

  private static Stream<String[]> rows() {
    return TABLE
        .lines()
        .map(
            line ->
                line.replace("IDENTITY", IDENTITY)
                    .replace("IMAGE\"", IMAGE + "\"")
                    .replace("DEFINITION", DEFINITION)
                    .replace("SUBNET", SUBNET)
                    .replace("\"SHA", "\"" + SHA))
        .map(line -> line.split(" \\| "));
  }

  static Stream<Arguments> table() {
    return rows().map(row -> Arguments.of((Object[]) row));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void eachProperty(String path, String right, String wrong, String message) throws Exception {
    assertThat(read(template(path, right)).warnings())
        .filteredOn(warning -> !warning.message().contains("replicationRegions"))
        .isEmpty();
    ProblemsException refused =
        catchThrowableOfType(ProblemsException.class, () -> read(template(path, wrong)));
    assertThat(refused).isNotNull();
    assertThat(refused.problems()).singleElement().asString().contains(message);
    assertThat(refused.problems().get(0).at().line()).isPositive();
  }

  /** What a property is that the template does not have. */
  @Test
  void defaults() throws Exception {
    String shell = minimal("customize", "Shell");
    ImageTemplate linux = read(withSteps(shell)).template();
    assertThat(linux.tags()).isEmpty();
    assertThat(linux.identities()).isEmpty();
    assertThat(linux.customizers()).extracting(Customizer::name).containsExactly("Shell 1");
    assertThat(linux.optimization())
        .isEqualTo(new ImageTemplate.Optimization(false, Optional.empty()));
    assertThat(linux.validation()).isEqualTo(new ImageTemplate.Validation(false, false, List.of()));
    assertThat(linux.errorHandling())
        .isEqualTo(
            new ImageTemplate.ErrorHandling(
                ImageTemplate.ErrorAction.CLEANUP, ImageTemplate.ErrorAction.CLEANUP));
    assertThat(linux.buildTimeout()).isEqualTo(Duration.ofHours(4));
    assertThat(linux.vmProfile().vmSize()).isEmpty();
    assertThat(linux.vmProfile().osDiskSizeGiB()).isZero();
    assertThat(linux.vmProfile().identities()).isEmpty();
    assertThat(linux.vmProfile().network()).isEmpty();
    assertThat(linux.vmProfile().dataDiskSizesGiB()).isEmpty();
    assertThat(linux.stagingResourceGroup()).isEmpty();
    assertThat(linux.autoRun()).isFalse();
    assertThat(linux.managedResourceTags()).isEmpty();

    List<Customizer> windows =
        read(withSteps(
                "{\"type\": \"WindowsRestart\"}, {\"type\": \"WindowsUpdate\"}, "
                    + minimal("customize", "PowerShell")))
            .template()
            .customizers();
    Customizer.WindowsRestart restart = (Customizer.WindowsRestart) windows.get(0);
    assertThat(restart.restartCommand()).isEqualTo("shutdown /r /f /t 0 /c \"packer restart\"");
    assertThat(restart.restartCheckCommand()).isEmpty();
    assertThat(restart.restartTimeout()).isEqualTo(Duration.ofMinutes(5));
    Customizer.WindowsUpdate update = (Customizer.WindowsUpdate) windows.get(1);
    assertThat(update.searchCriteria()).isEqualTo("BrowseOnly=0 and IsInstalled=0");
    assertThat(update.filters()).isEmpty();
    assertThat(update.updateLimit()).isEqualTo(1000);
    Customizer.PowerShell powerShell = (Customizer.PowerShell) windows.get(2);
    assertThat(powerShell.runElevated()).isFalse();
    assertThat(powerShell.runAsSystem()).isFalse();
    assertThat(powerShell.validExitCodes()).containsExactly(0);

    Distribution.SharedImage shared =
        (Distribution.SharedImage)
            read(base().replace(minimal("distribute", "VHD"), minimal("distribute", "SharedImage")))
                .template()
                .distributions()
                .get(0);
    assertThat(shared.artifactTags()).isEmpty();
    assertThat(shared.excludeFromLatest()).isFalse();
    assertThat(shared.targetRegions()).isEmpty();
    assertThat(shared.versioning())
        .isEqualTo(new Distribution.Versioning.Latest(OptionalInt.empty()));
    assertThat(shared.replicationMode()).isEqualTo(Distribution.ReplicationMode.Full);
    Distribution.Vhd vhd = (Distribution.Vhd) linux.distributions().get(0);
    assertThat(vhd.uri()).isEmpty();
  }

  private static String withSteps(String steps) {
    return base().replace("\"distribute\"", "\"customize\": [" + steps + "], \"distribute\"");
  }

  @Test
  void everyPropertyHasItsRow() {
    List<String> known = new ArrayList<>();
    Set<String> readOnly = new HashSet<>();
    for (Shape shape : Shape.values()) {
      known.addAll(shape.propertyPaths());
      shape.names().stream()
          .filter(name -> shape.property(name).readOnly())
          .forEach(name -> readOnly.add(shape.path().isEmpty() ? name : shape.path() + "." + name));
    }
    known.removeAll(readOnly);
    assertThat(rows().map(row -> row[0])).containsExactlyInAnyOrderElementsOf(known);
  }

  private TemplateDocument read(String text) throws ProblemsException, IOException {
    return TemplateReader.read(
        TemplateRequest.of(Files.writeString(directory.resolve("t.json"), text)));
  }

  /** A whole template with the object that {@code path} is in, changed by {@code members}. */
  private static String template(String path, String members) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(base());
    List<String> steps = new ArrayList<>(Arrays.asList(path.split("\\.")));
    steps.remove(steps.size() - 1);
    ObjectNode object = root;
    for (String step : steps) {
      object = descend(object, step);
    }
    ObjectNode target = object;
    JSON.readTree(members)
        .properties()
        .forEach(
            member -> {
              if (member.getValue().isNull() && !member.getKey().equals("a")) {
                target.remove(member.getKey());
              } else {
                target.set(member.getKey(), member.getValue());
              }
            });
    return root.toPrettyString();
  }

  private static ObjectNode descend(ObjectNode object, String step) throws IOException {
    String name = step.replaceAll("\\[.*", "");
    if (step.equals("targetRegions[]")) {
      return object.putArray(name).addObject().put("name", "westus");
    }
    if (step.equals("additionalDataDisks[]")) {
      return object.putArray(name).addObject();
    }
    if (step.endsWith("]")) {
      String type = step.substring(step.indexOf('[') + 1, step.length() - 1);
      ObjectNode inner = (ObjectNode) JSON.readTree(minimal(name, type));
      if (name.equals("source")) {
        object.set(name, inner);
      } else {
        ArrayNode array = object.putArray(name);
        array.add(inner);
      }
      return inner;
    }
    return switch (name) {
      case "identity" ->
          object
              .putObject(name)
              .put("type", "UserAssigned")
              .set(
                  "userAssignedIdentities",
                  JSON.createObjectNode().set(IDENTITY, JSON.createObjectNode()));
      case "planInfo" ->
          object
              .putObject(name)
              .put("planName", "n")
              .put("planProduct", "p")
              .put("planPublisher", "q");
      case "versioning" -> object.putObject(name).put("scheme", "Latest");
      case "properties" -> (ObjectNode) object.get(name);
      default -> object.putObject(name);
    };
  }

  private static String minimal(String list, String type) {
    String json =
        switch (list + type) {
          case "sourcePlatformImage" ->
              "'publisher': 'P', 'offer': 'o', 'sku': 's', 'version': 'latest'";
          case "sourceManagedImage" -> "'imageId': '" + IMAGE + "'";
          case "sourceSharedImageVersion" ->
              "'imageVersionId': '" + DEFINITION + "/versions/1.2.3'";
          case "customizeFile" -> "'sourceUri': 'file:///a', 'destination': '/tmp/a'";
          case "customizeWindowsRestart", "customizeWindowsUpdate" -> "'name': 'w'";
          case "distributeManagedImage" ->
              "'runOutputName': 'm', 'imageId': '" + IMAGE + "', 'location': 'westus'";
          case "distributeSharedImage" ->
              "'runOutputName': 's', 'galleryImageId': '" + DEFINITION + "'";
          case "distributeVHD" -> "'runOutputName': 'v'";
          default -> "'inline': ['true']";
        };
    return ("{'type': '" + type + "', " + json + "}").replace('\'', '"');
  }

  private static String base() {
    return """
        {
          "type": "Microsoft.VirtualMachineImages/imageTemplates",
          "apiVersion": "2025-10-01",
          "name": "golden",
          "location": "westus",
          "properties": {
            "source": %s,
            "distribute": [%s]
          }
        }
        """
        .formatted(minimal("source", "PlatformImage"), minimal("distribute", "VHD"));
  }
}
