package org.imageengine.provisioners;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.util.Arrays;
import java.util.Base64;

/** Knows one host key and accepts no other. */
final class PinnedHostKey implements HostKeyRepository {
  private final byte[] key;

  /** Takes the key as {@code ssh-ed25519 AAAA…}. */
  PinnedHostKey(String publicKey) {
    this.key = Base64.getDecoder().decode(publicKey.split(" ")[1]);
  }

  @Override
  public int check(String host, byte[] offered) {
    return Arrays.equals(key, offered) ? OK : CHANGED;
  }

  @Override
  public void add(HostKey hostKey, UserInfo info) {}

  @Override
  public void remove(String host, String type) {}

  @Override
  public void remove(String host, String type, byte[] offered) {}

  @Override
  public String getKnownHostsRepositoryID() {
    return "pinned";
  }

  @Override
  public HostKey[] getHostKey() {
    return new HostKey[0];
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return new HostKey[0];
  }
}
