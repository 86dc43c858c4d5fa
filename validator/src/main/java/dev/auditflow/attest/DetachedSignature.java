package dev.auditflow.attest;

import java.util.Base64;

/**
 * Signatures over the bytes of a file in a file of their own: base64 on one line, as {@code cosign verify-blob} takes them.
 * Such bytes never begin as what {@link Envelope} signs does, so that neither stands for the other.
 */
public final class DetachedSignature {
    private DetachedSignature() {}

    /** The signature's text, with a line end. */
    public static String of(byte[] file, SigningKey key) {
        return Base64.getEncoder().encodeToString(key.sign(file)) + "\n";
    }

    /** Whether a text is the key's signature over these bytes. */
    public static boolean holds(byte[] file, String signature, VerifyingKey key) {
        try {
            return key.verifies(file, Base64.getDecoder().decode(signature.strip()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
