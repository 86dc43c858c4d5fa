package dev.auditflow.attest;

import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** Keys as PEM. */
final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    /**
     * The first object of a text: what Bouncy Castle's parser makes of it.
     *
     * @param name where the text came from
     */
    static Object read(String name, String text) throws KeyException {
        if (text.contains("BEGIN ENCRYPTED SIGSTORE PRIVATE KEY")
                || text.contains("BEGIN ENCRYPTED COSIGN PRIVATE KEY")) {
            throw new KeyException(name + " holds a key that cosign encrypted, which only cosign reads; make one by"
                    + " 'auditflow keys generate', cosign takes its public half");
        }
        Object found = parsed(name, text);
        if (found instanceof PKCS8EncryptedPrivateKeyInfo || found instanceof PEMEncryptedKeyPair) {
            throw new KeyException(name + " holds an encrypted key; decrypt it where it is used, by"
                    + " 'openssl pkcs8 -in FILE', into an environment variable or a Secret");
        }
        return found;
    }

    private static Object parsed(String name, String text) throws KeyException {
        @Nullable Object found;
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            found = parser.readObject();
            // "EC PARAMETERS" stands before the key in what openssl writes.
            if (found instanceof org.bouncycastle.asn1.ASN1ObjectIdentifier) {
                found = parser.readObject();
            }
        } catch (IOException | RuntimeException e) {
            // The parser's message may hold a part of the key.
            throw new KeyException(name + " holds PEM that cannot be read");
        }
        if (found == null) {
            throw new KeyException(name + " holds no key in PEM (\"-----BEGIN …\")");
        }
        return found;
    }

    static String write(String label, byte[] encoded) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    static boolean isPublic(Object pem) {
        return pem instanceof SubjectPublicKeyInfo;
    }
}
