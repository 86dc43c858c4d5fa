package dev.auditflow.attest;

import dev.auditflow.host.Digest;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The public half of a key that signs statements. Safe for many threads. */
public final class VerifyingKey {
    private final PublicKey key;
    private final KeyKind kind;
    private final String keyId;

    private VerifyingKey(PublicKey key, KeyKind kind) {
        this.key = key;
        this.kind = kind;
        this.keyId = Digest.of(key.getEncoded()).substring("sha256:".length());
    }

    /**
     * Reads {@code PUBLIC KEY} in PEM.
     *
     * @param name where the text came from, for messages
     * @throws KeyException if it is no Ed25519 or P-256 key
     */
    public static VerifyingKey read(String name, String pem) throws KeyException {
        Object found = Pem.read(name, pem);
        if (!(found instanceof SubjectPublicKeyInfo info)) {
            throw new KeyException(name + " holds no public key (\"-----BEGIN PUBLIC KEY-----\")");
        }
        try {
            return of(name, new JcaPEMKeyConverter().getPublicKey(info));
        } catch (PEMException e) {
            throw new KeyException(name + " holds a public key that cannot be read");
        }
    }

    static VerifyingKey of(String name, PublicKey key) throws KeyException {
        KeyKind kind = KeyKind.of(key)
                .orElseThrow(
                        () -> new KeyException(name + " holds a key of another kind than Ed25519 and ECDSA P-256"));
        return new VerifyingKey(key, kind);
    }

    /** SHA-256 in hex of the key's DER form (SubjectPublicKeyInfo). */
    public String keyId() {
        return keyId;
    }

    public KeyKind kind() {
        return kind;
    }

    /** {@code PUBLIC KEY} in PEM, with a line end. */
    public String pem() {
        return Pem.write("PUBLIC KEY", key.getEncoded());
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature check = kind.signature();
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature of the wrong form is no signature.
            return false;
        }
    }
}
