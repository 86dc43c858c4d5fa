package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.host.TextFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Authorities of servers that are called, from a file of PEM. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** TLS that trusts these and no others. @throws ConfigException if the file holds none */
    static SSLContext of(Path file) throws ConfigException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null);
            byte[] pem = TextFiles.read(file).getBytes(StandardCharsets.US_ASCII);
            int number = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("authority" + number++, one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (TextFiles.Unusable e) {
            throw new ConfigException(e.sentence());
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException(file + " holds no certificates in PEM");
        }
    }
}
