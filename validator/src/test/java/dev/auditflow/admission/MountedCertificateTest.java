package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.admission.tls.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates in files that somebody else renews. */
class MountedCertificateTest {
    @TempDir
    Path folder;

    @TempDir
    Path renewed;

    @Test
    void aRenewedPairIsShownWithoutARestartAndHalfOfOneIsNot() throws Exception {
        try (Webhook webhook = Webhook.start(folder)) {
            Certificate before = shown(webhook);
            TestCertificate.write(renewed);
            replace("tls.crt");
            Await.until(() -> webhook.get("/readyz")
                    .contains(
                            "what came after it is not used: tls.crt belongs to another key than the one in tls.key"));
            assertThat(shown(webhook)).as("the pair that belongs together").isEqualTo(before);
            assertThat(webhook.review(Review.create(Review.GOOD_POD)).allowed()).isTrue();
            replace("tls.key");
            Await.until(() -> !shown(webhook).equals(before));
            assertThat(webhook.review(Review.create(Review.GOOD_POD)).allowed()).isTrue();
            assertThat(webhook.get("/readyz")).doesNotContain("not used");
        }
    }

    private void replace(String name) throws Exception {
        Files.move(renewed.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The certificate that a new connection is shown. */
    private static Certificate shown(Webhook webhook) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) Webhook.trusting().getSocketFactory().createSocket("127.0.0.1", webhook.port())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }
}
