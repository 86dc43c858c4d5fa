package dev.auditflow.sops;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Private X25519 keys of age ({@code AGE-SECRET-KEY-1…}). They never show in messages. */
public final class AgeIdentities {
    private static final String PREFIX = "AGE-SECRET-KEY-";
    private static final byte[] INFO =
            "age-encryption.org/v1/X25519".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int KEY = 32;

    private final List<byte[]> keys;

    private AgeIdentities(List<byte[]> keys) {
        this.keys = keys;
    }

    /** Reads keys, one on a line, with comments, as {@code age-keygen} writes them. @throws SopsException if there is none */
    public static AgeIdentities read(String text) throws SopsException {
        List<byte[]> keys = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(PREFIX + "1")) {
                throw new SopsException(
                        "only age keys of the kind AGE-SECRET-KEY-1 are read, not those of SSH or plugins");
            }
            byte[] key = Bech32.decode(PREFIX, line);
            if (key.length != KEY) {
                throw new SopsException("an age key is mistyped");
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new SopsException("there is no age key");
        }
        return new AgeIdentities(keys);
    }

    /** The key of a file, by a stanza for one of these keys. */
    Optional<byte[]> open(byte[] share, byte[] wrapped) throws SopsException {
        for (byte[] key : keys) {
            try {
                return Optional.of(open(key, share, wrapped));
            } catch (AEADBadTagException e) {
                // It is for another key.
            } catch (GeneralSecurityException e) {
                throw new SopsException("its age header is broken");
            }
        }
        return Optional.empty();
    }

    private static byte[] open(byte[] key, byte[] share, byte[] wrapped) throws GeneralSecurityException {
        PrivateKey secret =
                KeyFactory.getInstance("X25519").generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, key));
        byte[] base = new byte[KEY];
        base[0] = 9;
        byte[] shared = agree(secret, share);
        byte[] salt = Arrays.copyOf(share, 2 * KEY);
        System.arraycopy(agree(secret, base), 0, salt, KEY, KEY);
        return chacha(derive(shared, salt, INFO), new byte[12], wrapped);
    }

    private static byte[] agree(PrivateKey secret, byte[] point) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(secret);
        // A point of low order is refused here.
        agreement.doPhase(publicKey(point), true);
        return agreement.generateSecret();
    }

    private static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        byte[] reversed = new byte[KEY];
        for (int i = 0; i < KEY; i++) {
            reversed[i] = point[KEY - 1 - i];
        }
        reversed[0] &= 0x7f;
        return KeyFactory.getInstance("X25519")
                .generatePublic(new java.security.spec.XECPublicKeySpec(
                        NamedParameterSpec.X25519, new java.math.BigInteger(1, reversed)));
    }

    static byte[] derive(byte[] key, byte[] salt, byte[] info) throws GeneralSecurityException {
        HKDFParameterSpec spec =
                HKDFParameterSpec.ofExtract().addIKM(key).addSalt(salt).thenExpand(info, KEY);
        return KDF.getInstance("HKDF-SHA256").deriveData(spec);
    }

    static byte[] chacha(byte[] key, byte[] nonce, byte[] text) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
        return cipher.doFinal(text);
    }
}
