package org.imageengine.provisioners;

/**
 * What the engine has put into a guest to work in it, and must take out again.
 *
 * @param hostPublicKey the SSH host key that was pinned, as {@code ssh-ed25519 AAAA…}
 */
public record BuildIdentity(String userName, String hostPublicKey) {}
