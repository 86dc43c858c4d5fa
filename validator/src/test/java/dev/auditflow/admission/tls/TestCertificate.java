package dev.auditflow.admission.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A certificate for a server of a test, in files. */
public final class TestCertificate {
    private TestCertificate() {}

    /** Writes {@code tls.crt} and {@code tls.key} for 127.0.0.1 into the folder. */
    public static void write(Path folder) throws IOException, GeneralSecurityException {
        Instant now = Instant.now();
        Authority.Leaf leaf = Authority.create(now, Duration.ofDays(2))
                .sign(List.of("127.0.0.1", "localhost"), now, Duration.ofDays(1));
        Files.writeString(folder.resolve("tls.crt"), Pem.of(leaf.certificate()));
        Files.writeString(folder.resolve("tls.key"), Pem.of(leaf.key()));
    }
}
