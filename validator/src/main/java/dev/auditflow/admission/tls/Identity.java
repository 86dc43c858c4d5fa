package dev.auditflow.admission.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the server shows to those who connect. The key stays in memory.
 *
 * @param chain the server's own certificate first
 * @param key of the first one
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] PROBE = {1};

    public Identity {
        chain = List.copyOf(chain);
    }

    /** Whether the key is that of the first certificate. @throws GeneralSecurityException if it is of a kind that cannot sign */
    boolean belongsTogether() throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        if (!chain.getFirst().getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(PROBE);
        byte[] signed = signing.sign();
        signing.initVerify(chain.getFirst().getPublicKey());
        signing.update(PROBE);
        return signing.verify(signed);
    }

    /** A record's own might print the key. */
    @Override
    public String toString() {
        return "Identity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
