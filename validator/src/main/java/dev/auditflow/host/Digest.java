package dev.auditflow.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 over a sequence of parts, each framed by its length so that parts cannot run into each other. */
public final class Digest {
    private final MessageDigest digest;

    public Digest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Digest add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    public Digest add(byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(part);
        return this;
    }

    /** {@code sha256:<hex>} over all parts so far; ends this digest. */
    public String text() {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    /** The SHA-256 of exactly these bytes in base 64, as browsers and their policies write it. */
    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(new Digest().digest.digest(bytes));
    }

    /** {@code sha256:<hex>} of exactly these bytes, unframed. */
    public static String of(byte[] bytes) {
        Digest plain = new Digest();
        plain.digest.update(bytes);
        return plain.text();
    }
}
