package org.imageengine.hypervisor;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What cloud-init in a guest is told on its first boot (datasource NoCloud): a user of this build
 * alone, who logs in with one key, and a host key that the build knows beforehand.
 *
 * <p>There is no network configuration: cloud-init then asks for an address by DHCP on the first
 * NIC, whatever its name. A configuration with a wildcard is read by netplan only; with Debian's
 * ifupdown it becomes an interface that is called like its key.
 *
 * @param instanceId another one for every VM, or cloud-init takes it for a reboot
 * @param hostName of the guest, one label
 * @param userName gets {@code sudo} without a password
 * @param authorizedKey public key in OpenSSH's format that the user logs in with
 * @param hostPrivateKey ed25519 key of the guest's SSH server, OpenSSH PEM
 * @param hostPublicKey its public half in OpenSSH's format
 */
public record CloudInitSeed(
    String instanceId,
    String hostName,
    String userName,
    String authorizedKey,
    String hostPrivateKey,
    String hostPublicKey) {
  private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern USER_NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
  private static final Pattern PUBLIC_KEY =
      Pattern.compile("[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [A-Za-z0-9@._ -]*)?");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN OPENSSH PRIVATE KEY-----\\R[A-Za-z0-9+/=\\r\\n]+"
              + "-----END OPENSSH PRIVATE KEY-----\\s*");

  /** Refuses whatever could be taken for YAML. */
  public CloudInitSeed {
    require(INSTANCE_ID, instanceId, "instance ID");
    require(HOST_NAME, hostName, "host name");
    require(USER_NAME, userName, "user name");
    require(PUBLIC_KEY, authorizedKey, "public key");
    require(PUBLIC_KEY, hostPublicKey, "public key");
    if (!PRIVATE_KEY.matcher(hostPrivateKey).matches()) {
      throw new IllegalArgumentException("Not a private key in OpenSSH's format");
    }
  }

  private static void require(Pattern pattern, String value, String what) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a valid " + what + ": " + value);
    }
  }

  /** The file {@code meta-data}. */
  public String metaData() {
    return """
        instance-id: "%s"
        local-hostname: "%s"
        """
        .formatted(instanceId, hostName);
  }

  /**
   * The file {@code user-data}. The host's name goes to /etc/hosts, or every sudo would wait for
   * DNS. Packages and their sources stay as the image has them. Nobody reads keys off the console
   * here, and printing them takes half a second in a slow guest.
   */
  public String userData() {
    return """
        #cloud-config
        users:
          - name: "%s"
            gecos: "Image build"
            shell: /bin/bash
            lock_passwd: true
            sudo: "ALL=(ALL) NOPASSWD:ALL"
            ssh_authorized_keys:
              - "%s"
        ssh_deletekeys: true
        no_ssh_fingerprints: true
        ssh:
          emit_keys_to_console: false
        ssh_keys:
          ed25519_private: |
        %s
          ed25519_public: "%s"
        preserve_hostname: false
        manage_etc_hosts: localhost
        growpart:
          mode: auto
          devices: ["/"]
        resize_rootfs: true
        package_update: false
        package_upgrade: false
        apt:
          preserve_sources_list: true
        """
        .formatted(
            userName,
            authorizedKey,
            hostPrivateKey.strip().lines().map("    "::concat).collect(Collectors.joining("\n")),
            hostPublicKey);
  }

  /** Without the private key. */
  @Override
  public String toString() {
    return "CloudInitSeed[instanceId=" + instanceId + ", userName=" + userName + "]";
  }
}
