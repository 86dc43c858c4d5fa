package dev.auditflow.sops;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Decrypts an armored age v1 file with X25519 recipients (age-encryption.org/v1). */
final class AgeFile {
    private static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
    private static final String END = "-----END AGE ENCRYPTED FILE-----";
    private static final String VERSION = "age-encryption.org/v1";
    private static final int CHUNK = 64 * 1024 + 16;
    private static final int NONCE = 16;
    private static final int SHARE = 32;
    private static final int WRAPPED = 32;

    private AgeFile() {}

    /** The text inside; empty if it is for none of the keys. @throws SopsException if it is broken */
    static Optional<byte[]> decrypt(String armored, AgeIdentities identities) throws SopsException {
        String text = armored.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new SopsException("an age entry has no armor");
        }
        try {
            byte[] file = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
            return decrypt(file, identities);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SopsException("its age header is broken");
        }
    }

    private static Optional<byte[]> decrypt(byte[] file, AgeIdentities identities)
            throws SopsException, GeneralSecurityException {
        // The header is text; each character stands for one byte.
        String header = new String(file, StandardCharsets.ISO_8859_1);
        int mac = header.indexOf("\n--- ");
        int end = header.indexOf('\n', mac + 1);
        if (!header.startsWith(VERSION + "\n") || mac < 0 || end < 0) {
            throw new SopsException("an age entry is of another version than v1");
        }
        Optional<byte[]> key = fileKey(header.substring(0, mac), identities);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        byte[] said = Base64.getDecoder().decode(header.substring(mac + 5, end));
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(AgeIdentities.derive(key.get(), new byte[0], ascii("header")), "HmacSHA256"));
        hmac.update(file, 0, mac + 4);
        if (!MessageDigest.isEqual(said, hmac.doFinal())) {
            throw new SopsException("its age header was changed");
        }
        return Optional.of(payload(Arrays.copyOfRange(file, end + 1, file.length), key.get()));
    }

    private static Optional<byte[]> fileKey(String header, AgeIdentities identities) throws SopsException {
        String[] lines = header.split("\n", -1);
        for (int i = 1; i + 1 < lines.length; i++) {
            String[] words = lines[i].split(" ", -1);
            if (words.length == 3 && words[0].equals("->") && words[1].equals("X25519")) {
                byte[] share = Base64.getDecoder().decode(words[2]);
                byte[] wrapped = Base64.getDecoder().decode(lines[i + 1]);
                if (share.length != SHARE || wrapped.length != WRAPPED) {
                    throw new SopsException("its age header is broken");
                }
                Optional<byte[]> key = identities.open(share, wrapped);
                if (key.isPresent()) {
                    return key;
                }
            }
        }
        return Optional.empty();
    }

    /** Chunks under one key; the last one says that it is. */
    private static byte[] payload(byte[] bytes, byte[] fileKey) throws SopsException, GeneralSecurityException {
        if (bytes.length < NONCE) {
            throw new SopsException("an age entry is cut short");
        }
        byte[] key = AgeIdentities.derive(fileKey, Arrays.copyOf(bytes, NONCE), ascii("payload"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = NONCE;
        long counter = 0;
        do {
            int to = Math.min(bytes.length, from + CHUNK);
            byte[] nonce = ByteBuffer.allocate(12)
                    .putLong(3, counter++)
                    .put(11, (byte) (to == bytes.length ? 1 : 0))
                    .array();
            out.writeBytes(AgeIdentities.chacha(key, nonce, Arrays.copyOfRange(bytes, from, to)));
            from = to;
        } while (from < bytes.length);
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
