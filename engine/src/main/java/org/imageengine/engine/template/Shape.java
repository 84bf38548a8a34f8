package org.imageengine.engine.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every object of an image template, and every property that it can have. A reader can ask for no
 * other; {@code docs/template.md} tells what each means here.
 */
public enum Shape {
  RESOURCE(
      "",
      "type",
      "apiVersion",
      "name",
      "location",
      "tags",
      "identity",
      "properties",
      "id:ro",
      "systemData:ro",
      "etag:ro",
      "kind:ro",
      "managedBy:ro",
      "plan:ro",
      "sku:ro",
      "resourceGroup:ro"),
  IDENTITY("identity", "type", "userAssignedIdentities"),
  PROPERTIES(
      "properties",
      "source",
      "customize",
      "optimize@2022-07-01",
      "validate@2022-02-14",
      "distribute",
      "errorHandling@2023-07-01",
      "buildTimeoutInMinutes",
      "vmProfile",
      "stagingResourceGroup@2022-02-14",
      "autoRun@2024-02-01",
      "managedResourceTags@2024-02-01",
      "exactStagingResourceGroup:ro",
      "provisioningState:ro",
      "provisioningError:ro",
      "lastRunStatus:ro"),
  PLATFORM_IMAGE(
      "properties.source[PlatformImage]",
      "type",
      "publisher",
      "offer",
      "sku",
      "version",
      "planInfo",
      "exactVersion:ro"),
  PLAN_INFO(
      "properties.source[PlatformImage].planInfo", "planName", "planProduct", "planPublisher"),
  MANAGED_IMAGE_SOURCE("properties.source[ManagedImage]", "type", "imageId"),
  SHARED_IMAGE_VERSION(
      "properties.source[SharedImageVersion]", "type", "imageVersionId", "exactVersion:ro"),
  SHELL(
      "properties.customize[Shell]",
      "type",
      "name",
      "scriptUri|script",
      "inline",
      "sha256Checksum"),
  POWER_SHELL(
      "properties.customize[PowerShell]",
      "type",
      "name",
      "scriptUri|script",
      "inline",
      "sha256Checksum",
      "runElevated",
      "runAsSystem",
      "validExitCodes"),
  FILE("properties.customize[File]", "type", "name", "sourceUri", "destination", "sha256Checksum"),
  WINDOWS_RESTART(
      "properties.customize[WindowsRestart]",
      "type",
      "name",
      "restartCommand",
      "restartCheckCommand",
      "restartTimeout"),
  WINDOWS_UPDATE(
      "properties.customize[WindowsUpdate]",
      "type",
      "name",
      "searchCriteria",
      "filters",
      "updateLimit"),
  OPTIMIZE("properties.optimize", "vmBoot", "workload@2025-10-01"),
  VM_BOOT("properties.optimize.vmBoot", "state"),
  WORKLOAD("properties.optimize.workload", "state", "scriptUri", "sha256Checksum"),
  VALIDATE(
      "properties.validate",
      "continueDistributeOnFailure",
      "sourceValidationOnly",
      "inVMValidations"),
  MANAGED_IMAGE(
      "properties.distribute[ManagedImage]",
      "type",
      "runOutputName",
      "artifactTags|tags",
      "imageId",
      "location"),
  SHARED_IMAGE(
      "properties.distribute[SharedImage]",
      "type",
      "runOutputName",
      "artifactTags|tags",
      "galleryImageId",
      "excludeFromLatest",
      "targetRegions@2022-07-01",
      "versioning@2022-07-01",
      "replicationMode@2025-10-01",
      "replicationRegions",
      "storageAccountType"),
  TARGET_REGION(
      "properties.distribute[SharedImage].targetRegions[]",
      "name",
      "replicaCount",
      "storageAccountType"),
  VERSIONING("properties.distribute[SharedImage].versioning", "scheme", "major"),
  VHD("properties.distribute[VHD]", "type", "runOutputName", "artifactTags|tags", "uri@2022-07-01"),
  ERROR_HANDLING("properties.errorHandling", "onCustomizerError", "onValidationError"),
  VM_PROFILE(
      "properties.vmProfile",
      "vmSize",
      "osDiskSizeGB",
      "userAssignedIdentities@2021-10-01",
      "vnetConfig",
      "additionalDataDisks@2025-10-01"),
  VNET_CONFIG(
      "properties.vmProfile.vnetConfig",
      "subnetId",
      "containerInstanceSubnetId@2024-02-01",
      "proxyVmSize"),
  DATA_DISK("properties.vmProfile.additionalDataDisks[]", "sizeGB"),
  AUTO_RUN("properties.autoRun", "state");

  /**
   * A property.
   *
   * @param aliases other spellings that stand in the reference
   * @param since the API version it came with, where that is known
   * @param readOnly Azure writes it into what it returns; in a template it says nothing
   */
  public record Property(
      String name, List<String> aliases, Optional<String> since, boolean readOnly) {
    private static Property parse(String text) {
      boolean readOnly = text.endsWith(":ro");
      String rest = text.replace(":ro", "");
      int at = rest.indexOf('@');
      Optional<String> since = at < 0 ? Optional.empty() : Optional.of(rest.substring(at + 1));
      List<String> names =
          new ArrayList<>(Arrays.asList((at < 0 ? rest : rest.substring(0, at)).split("\\|")));
      return new Property(names.remove(0), List.copyOf(names), since, readOnly);
    }
  }

  private final String path;
  private final Map<String, Property> properties = new LinkedHashMap<>();

  Shape(String path, String... properties) {
    this.path = path;
    for (String text : properties) {
      Property property = Property.parse(text);
      this.properties.put(property.name(), property);
    }
  }

  /** Where objects of this shape stand in a template. */
  public String path() {
    return path;
  }

  public Set<String> names() {
    return properties.keySet();
  }

  /** The paths of all properties, as the documentation lists them. */
  public List<String> propertyPaths() {
    return names().stream().map(name -> path.isEmpty() ? name : path + "." + name).toList();
  }

  Property property(String name) {
    return properties.get(name);
  }

  /**
   * The property that is meant by a name in other case, or by another spelling of the reference.
   */
  Optional<Property> meantBy(String written) {
    return properties.values().stream()
        .filter(
            property ->
                property.name().equalsIgnoreCase(written)
                    || property.aliases().contains(written.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
