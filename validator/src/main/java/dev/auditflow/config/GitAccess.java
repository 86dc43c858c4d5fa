package dev.auditflow.config;

import org.jspecify.annotations.Nullable;

/**
 * What a remote wants to see of whoever reads and pushes; without any of it git's own ways are gone.
 *
 * @param token for HTTPS, or where it is: {@code env://NAME} or the like; empty for none
 * @param sshKey absolute path of a private key's file; null for the keys that ssh finds by itself
 * @param knownHosts absolute path of the file that the host's key must be in; null for those that ssh knows
 */
public record GitAccess(
        String token, @Nullable String sshKey, @Nullable String knownHosts) {
    /** Nothing: credential helpers, the agent and files of SSH are used as they are set up. */
    public static GitAccess none() {
        return new GitAccess("", null, null);
    }

    /** The same with the token itself. */
    public GitAccess with(String secret) {
        return new GitAccess(secret, sshKey, knownHosts);
    }

    @Override
    public String toString() {
        return "GitAccess[sshKey=%s, knownHosts=%s]".formatted(sshKey, knownHosts);
    }
}
