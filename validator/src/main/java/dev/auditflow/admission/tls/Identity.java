package dev.auditflow.admission.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import org.jspecify.annotations.Nullable;

/**
 * What the server shows to those who connect. The key stays in memory.
 *
 * @param chain certificates as PEM, the server's own first
 * @param key of the first one, PKCS #8 as PEM
 * @param clients authorities of client certificates as PEM; null to want none
 */
public record Identity(String chain, String key, @Nullable String clients) {
    /** For the server's side of a handshake. */
    public PemKeyCertOptions keyCertificate() {
        return new PemKeyCertOptions().setCertValue(Buffer.buffer(chain)).setKeyValue(Buffer.buffer(key));
    }

    /** Who may sign the certificates of clients; null if none are wanted. */
    public @Nullable PemTrustOptions clientAuthorities() {
        return clients == null ? null : new PemTrustOptions().addCertValue(Buffer.buffer(clients));
    }

    /** A record's own would print the key. */
    @Override
    public String toString() {
        return "Identity[" + chain.length() + " characters of certificates]";
    }
}
