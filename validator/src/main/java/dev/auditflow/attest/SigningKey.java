package dev.auditflow.attest;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A private key that signs statements. What it is made of never shows in messages or {@code toString}. */
public final class SigningKey {
    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    /** A new key pair. */
    public static SigningKey generate(KeyKind kind) {
        KeyPair pair = kind.generate();
        try {
            return new SigningKey(pair.getPrivate(), VerifyingKey.of("the new key", pair.getPublic()));
        } catch (KeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads {@code PRIVATE KEY} (PKCS#8) or {@code EC PRIVATE KEY} in PEM.
     *
     * @param name where the text came from, for messages
     * @throws KeyException if it is no Ed25519 or P-256 key, or is encrypted
     */
    public static SigningKey read(String name, String pem) throws KeyException {
        Object found = Pem.read(name, pem);
        PrivateKeyInfo info = switch (found) {
            case PrivateKeyInfo plain -> plain;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            default ->
                throw new KeyException(name
                        + (Pem.isPublic(found)
                                ? " holds a public key; signing needs the private one"
                                : " holds no private key"));
        };
        try {
            PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
            return new SigningKey(key, VerifyingKey.of(name, publicHalf(name, key)));
        } catch (PEMException | GeneralSecurityException e) {
            throw new KeyException(name + " holds a private key that cannot be read");
        }
    }

    /** PKCS#8 need not hold the public half, and the JDK does not work it out. */
    private static PublicKey publicHalf(String name, PrivateKey key) throws KeyException, GeneralSecurityException {
        if (key instanceof EdECPrivateKey ed && KeyKind.of(key).isPresent()) {
            byte[] seed = ed.getBytes().orElseThrow(() -> new KeyException(name + " does not tell its key"));
            byte[] point =
                    new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
            AlgorithmIdentifier algorithm = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
            try {
                byte[] encoded = new SubjectPublicKeyInfo(algorithm, point).getEncoded();
                return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            } catch (java.io.IOException e) {
                throw new KeyException(name + " holds a private key that cannot be read");
            }
        }
        if (key instanceof ECPrivateKey ec && KeyKind.of(key).isPresent()) {
            var point = ECNamedCurveTable.getParameterSpec("P-256")
                    .getG()
                    .multiply(ec.getS())
                    .normalize();
            BigInteger x = point.getAffineXCoord().toBigInteger();
            BigInteger y = point.getAffineYCoord().toBigInteger();
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), ec.getParams()));
        }
        throw new KeyException(name + " holds a key of another kind than Ed25519 and ECDSA P-256");
    }

    /** The key id of the public half. */
    public String keyId() {
        return verifying.keyId();
    }

    /** The public half. */
    public VerifyingKey verifying() {
        return verifying;
    }

    /** {@code PRIVATE KEY} (PKCS#8) in PEM, with a line end: a secret. */
    public String pem() {
        return Pem.write("PRIVATE KEY", key.getEncoded());
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = verifying.kind().signature();
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs with " + verifying.kind(), e);
        }
    }
}
