package dev.auditflow.render.template.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.render.HelmRequest;
import dev.auditflow.render.JavaHelmEngine;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What random functions and certificates give is seeded: equal for equal targets, and of the right shape. */
class CryptoFunctionsTest {
    @TempDir
    Path folder;

    private String render(String release, String... lines) throws IOException {
        Path chart = folder.resolve("c");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        Files.writeString(chart.resolve("templates/t.yaml"), String.join("\n", lines));
        JavaHelmEngine engine = new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());
        RenderResult result = engine.render(
                HelmRequest.of(chart, "1.34.0").releaseName(release).build());
        assertThat(result).isInstanceOf(RenderResult.Rendered.class);
        return ((RenderResult.Rendered) result).rendering().files().getFirst().text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "randAlphaNum 12|[a-zA-Z0-9]{12}",
                "randAlpha 12|[a-zA-Z]{12}",
                "randNumeric 12|[0-9]{12}",
                "randBytes 8|[A-Za-z0-9+/]{11}=",
                "randInt 3 6|[345]",
                "uuidv4|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                "shuffle \"aabb\"|[ab]{4}",
                "htpasswd \"u\" \"p\"|u:\\$2a\\$10\\$[./A-Za-z0-9]{53}",
                "encryptAES \"k\" \"text\"|[A-Za-z0-9+/]{43}="
            })
    void isEqualForEqualTargetsAndOfTheRightShape(String call, String shape) throws IOException {
        String template = "a: '{{ " + call + " }}'";
        String once = render("one", template);
        assertThat(once).containsPattern("a: '" + shape + "'");
        assertThat(render("one", template)).isEqualTo(once);
    }

    @Test
    void anotherReleaseGetsOtherValues() throws IOException {
        String template = "a: {{ randAlphaNum 20 }}";
        assertThat(render("two", template)).isNotEqualTo(render("one", template));
    }

    @Test
    void twoCallsGiveTwoValues() throws IOException {
        assertThat(render("one", "a: {{ eq (randAlphaNum 20) (randAlphaNum 20) }}"))
                .contains("a: false");
    }

    @Test
    void signsCertificatesThatVerify() throws IOException, CertificateException {
        String text = render(
                "one",
                "{{ $ca := genCA \"authority\" 10 }}",
                "{{ $c := genSignedCert \"web\" (list \"10.0.0.1\" \"::1\") (list \"a.b\" \"c\") 30 $ca }}",
                "ca: {{ $ca.Cert | b64enc }}",
                "c: {{ $c.Cert | b64enc }}");
        List<X509Certificate> certificates = new ArrayList<>();
        for (String line : text.lines().filter(line -> line.matches("ca?: .*")).toList()) {
            byte[] pem = Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1));
            certificates.add((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        }
        X509Certificate authority = certificates.getFirst();
        X509Certificate signed = certificates.getLast();
        assertThat(verifies(authority, authority)).isTrue();
        assertThat(verifies(signed, authority)).isTrue();
        assertThat(verifies(signed, signed)).isFalse();
        assertThat(authority.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(signed.getSubjectX500Principal().getName()).isEqualTo("CN=web");
        assertThat(signed.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
        assertThat(signed.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString())
                        .toList())
                .containsExactly("a.b", "c", "10.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(java.time.Duration.between(
                        signed.getNotBefore().toInstant(), signed.getNotAfter().toInstant()))
                .isEqualTo(java.time.Duration.ofDays(30));
    }

    private static boolean verifies(X509Certificate certificate, X509Certificate by) {
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (java.security.GeneralSecurityException e) {
            return false;
        }
    }

    @Test
    void keysAreReadAgainAsTheyWereWritten() throws IOException {
        for (String type : List.of("rsa", "ecdsa", "ed25519")) {
            String text = render(
                    "one",
                    "{{ $k := genPrivateKey \"" + type + "\" }}",
                    "{{ $c := genCAWithKey \"a\" 1 $k }}",
                    "same: {{ eq $k $c.Key }}");
            assertThat(text).contains("same: true");
        }
    }
}
