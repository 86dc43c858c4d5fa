package dev.auditflow.attest;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Locale;
import java.util.Optional;

/** Keys that sign statements. The JDK's own providers make and check the signatures. */
public enum KeyKind {
    /** RFC 8032; a signature is 64 bytes. */
    ED25519("Ed25519"),
    /** ECDSA over P-256 with SHA-256; a signature is in DER, as cosign's are. */
    ECDSA_P256("SHA256withECDSA");

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final String algorithm;

    KeyKind(String algorithm) {
        this.algorithm = algorithm;
    }

    /** As flags name it: {@code ed25519}, {@code ecdsa-p256}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a private or public key; empty for any other, other curves too. */
    static Optional<KeyKind> of(Key key) {
        if (key instanceof EdECKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            return Optional.of(ED25519);
        }
        boolean p256 = key instanceof ECKey ec && ec.getParams().getOrder().equals(P256_ORDER);
        return p256 ? Optional.of(ECDSA_P256) : Optional.empty();
    }

    Signature signature() throws GeneralSecurityException {
        return Signature.getInstance(algorithm);
    }

    KeyPair generate() {
        try {
            if (this == ED25519) {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
