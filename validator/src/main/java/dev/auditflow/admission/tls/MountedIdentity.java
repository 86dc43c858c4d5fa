package dev.auditflow.admission.tls;

import dev.auditflow.host.FileWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A certificate and its key in files that somebody else writes, read again when they change. */
public final class MountedIdentity implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MountedIdentity.class.getName());

    private final Path certificate;
    private final Path key;
    private final Consumer<Identity> changed;
    private volatile Read last;
    private volatile String trouble = "";
    private @Nullable Thread thread;

    private record Read(Identity identity, X509Certificate certificate) {}

    private MountedIdentity(Path certificate, Path key, Consumer<Identity> changed, Read last) {
        this.certificate = certificate;
        this.key = key;
        this.changed = changed;
        this.last = last;
    }

    /**
     * Reads the files.
     *
     * @param changed told of each new identity
     * @throws IOException with a sentence that names the file
     */
    public static MountedIdentity start(Path certificate, Path key, Consumer<Identity> changed) throws IOException {
        MountedIdentity identity = new MountedIdentity(certificate, key, changed, read(certificate, key));
        identity.thread = Thread.ofPlatform().daemon().name("certificates").start(identity::watch);
        return identity;
    }

    /** What to show now. */
    public Identity identity() {
        return last.identity();
    }

    /** When the certificate ends, in seconds since 1970. */
    public long expires() {
        return last.certificate().getNotAfter().toInstant().getEpochSecond();
    }

    /** Why what the files hold now is not shown; empty if it is. */
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void watch() {
        FileWatch files = new FileWatch();
        files.add(List.of(certificate, key));
        while (!Thread.currentThread().isInterrupted()) {
            try {
                files.await();
                Read read = read(certificate, key);
                trouble = "";
                if (!read.identity().equals(last.identity())) {
                    last = read;
                    changed.accept(read.identity());
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
                LOG.warning(trouble + "; the certificate that was read before stays");
            }
        }
    }

    private static Read read(Path certificate, Path key) throws IOException {
        String chain = text(certificate);
        String secret = text(key);
        try {
            List<X509Certificate> certificates = Pem.certificates(chain);
            Identity identity = new Identity(certificates, Pem.key(secret));
            if (!identity.belongsTogether()) {
                throw new IOException(certificate + " belongs to another key than the one in " + key);
            }
            return new Read(identity, certificates.getFirst());
        } catch (CertificateException e) {
            throw new IOException(certificate + " holds no certificate in PEM", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(key + " holds no private key in PEM", e);
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Objects.requireNonNull(Files.readString(file));
        } catch (IOException e) {
            throw new IOException("Cannot read " + file + ": " + e.getClass().getSimpleName(), e);
        }
    }
}
