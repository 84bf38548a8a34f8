package org.imageengine.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudInitSeedTest {
  static final String PRIVATE_KEY =
      """
      -----BEGIN OPENSSH PRIVATE KEY-----
      c2VjcmV0IG9uZQ==
      c2VjcmV0IHR3bw==
      -----END OPENSSH PRIVATE KEY-----
      """;

  static final CloudInitSeed SEED =
      new CloudInitSeed(
          "ie-1-build",
          "build-1",
          "imagebuilder",
          "ssh-ed25519 AAAAuser image-engine build",
          PRIVATE_KEY,
          "ssh-ed25519 AAAAhost");

  @Test
  void saysWhoTheGuestIs() {
    assertThat(SEED.metaData())
        .isEqualTo(
            """
            instance-id: "ie-1-build"
            local-hostname: "build-1"
            """);
  }

  @Test
  void letsOneUserInAndPinsTheHostKey() {
    assertThat(SEED.userData())
        .isEqualTo(
            """
            #cloud-config
            users:
              - name: "imagebuilder"
                gecos: "Image build"
                shell: /bin/bash
                lock_passwd: true
                sudo: "ALL=(ALL) NOPASSWD:ALL"
                ssh_authorized_keys:
                  - "ssh-ed25519 AAAAuser image-engine build"
            ssh_deletekeys: true
            no_ssh_fingerprints: true
            ssh:
              emit_keys_to_console: false
            ssh_keys:
              ed25519_private: |
                -----BEGIN OPENSSH PRIVATE KEY-----
                c2VjcmV0IG9uZQ==
                c2VjcmV0IHR3bw==
                -----END OPENSSH PRIVATE KEY-----
              ed25519_public: "ssh-ed25519 AAAAhost"
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
            """);
  }

  @Test
  void hidesThePrivateKey() {
    assertThat(SEED.toString()).contains("ie-1-build").doesNotContain("PRIVATE", "c2VjcmV0");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\nb', host, user, ssh-ed25519 AA",
    "id, Host.name, user, ssh-ed25519 AA",
    "id, host, 'user: root', ssh-ed25519 AA",
    "id, host, user, 'ssh-ed25519 AA\"\nruncmd: []'",
    "id, host, user, ssh-ed25519",
  })
  void refusesWhatCouldBeTakenForYaml(String id, String host, String user, String key) {
    assertThatThrownBy(() -> new CloudInitSeed(id, host, user, key, PRIVATE_KEY, "ssh-ed25519 AA"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesABadPrivateKeyWithoutShowingIt() {
    assertThatThrownBy(
            () ->
                new CloudInitSeed(
                    "id", "host", "user", "ssh-ed25519 AA", "secret", "ssh-ed25519 AA"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not a private key in OpenSSH's format");
  }
}
