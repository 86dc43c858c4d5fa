package dev.auditflow.attest;

import dev.auditflow.host.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests of texts that hold secrets. A plain digest would let anyone try passwords against it, so such a text is named by
 * the SHA-256 of its HMAC-SHA-256 under a key that those who sign and those who deploy share.
 */
public final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_CHARACTERS = 16;

    private final @Nullable SecretKeySpec key;

    private Seal(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /** No key: renderings with secrets have no digest. */
    public static Seal none() {
        return new Seal(null);
    }

    /**
     * A key from a text, without the white space around it.
     *
     * @param name where the text came from, for messages
     * @throws KeyException if it is shorter than 16 characters
     */
    public static Seal of(String name, String text) throws KeyException {
        String key = text.strip();
        if (key.length() < MIN_CHARACTERS) {
            throw new KeyException("%s holds a seal key of less than %d characters; make one by 'openssl rand -hex 32'"
                    .formatted(name, MIN_CHARACTERS));
        }
        return new Seal(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    /** Whether there is a key. */
    boolean hasKey() {
        return key != null;
    }

    /** Names a text that may hold secrets: {@code hmac-sha256:<hex>} under the key, {@code sha256:<hex>} without one. */
    public String digest(String text) {
        return (hasKey() ? "hmac-sha256:" : "sha256:") + hex(text.getBytes(StandardCharsets.UTF_8), hasKey());
    }

    /** The digest in hex. @throws IllegalStateException for a secret without a key */
    String hex(byte[] bytes, boolean secret) {
        return Digest.of(secret ? sealed(bytes) : bytes).substring("sha256:".length());
    }

    private byte[] sealed(byte[] bytes) {
        if (key == null) {
            throw new IllegalStateException("a secret needs a seal key");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
