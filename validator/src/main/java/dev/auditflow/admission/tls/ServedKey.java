package dev.auditflow.admission.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives each handshake the identity that is current when it begins. A handshake asks for the chain and the key one after
 * the other, so an identity that was replaced in between is still known for a while. Safe for many threads.
 */
public final class ServedKey extends X509ExtendedKeyManager {
    private static final int KEPT = 8;

    private final Deque<Version> versions = new ArrayDeque<>();
    private long number;

    private record Version(String alias, Identity identity) {}

    /** Serves this one first. */
    public ServedKey(Identity first) {
        show(first);
    }

    /** Serves another one to all who connect from now on. */
    public synchronized void show(Identity identity) {
        versions.addFirst(new Version("v" + number++, identity));
        if (versions.size() > KEPT) {
            versions.removeLast();
        }
    }

    private synchronized String current() {
        return Objects.requireNonNull(versions.peekFirst()).alias();
    }

    private synchronized @Nullable Identity find(String alias) {
        return versions.stream()
                .filter(version -> version.alias().equals(alias))
                .map(Version::identity)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String aliasFor(String keyType) {
        String alias = current();
        Identity identity = find(alias);
        return identity != null && identity.key().getAlgorithm().equals(keyType) ? alias : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return aliasFor(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return aliasFor(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        String alias = aliasFor(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = find(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }
}
