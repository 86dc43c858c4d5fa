package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A values file that the real sops encrypted: judged and attested by somebody without its key, decrypted by the promoter alone. One
 * story.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromoteSealedTest {
    private static final String PASSWORD = "hunter2-and-more";
    private static final String TEMPLATE = "chart/templates/extra.yaml";
    private static final String SECRET = """
            apiVersion: v1
            kind: Secret
            metadata: {name: extra, labels: {app.kubernetes.io/name: extra}}
            data:
              password: {{ .Values.extra.password | b64enc }}
            """;

    private DeployBench bench;
    private Sops sops;
    private Path secrets;
    private String seal = "";

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        sops = new Sops(folder);
        secrets = folder.resolve("secrets.yaml");
        seal = folder.resolve("seal").toString();
        Files.writeString(Path.of(seal), "0123456789abcdef0123456789abcdef");
        Files.writeString(folder.resolve(TEMPLATE), SECRET);
        Files.delete(folder.resolve("chart/values.schema.json"));
        bench.edit("chart/values.yaml", text -> text + "extra: {password: none, level: 1}\n");
        sops.write(secrets, "extra: {password: " + PASSWORD + ", level: 7}\n");
        bench.configure(text -> text.replace(
                "dev: { namespace: dev, values: chart/environments/dev.yaml }",
                "dev: { namespace: dev, values: [chart/environments/dev.yaml, secrets.yaml] }"));
        DeployBench.ok(golden());
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    private FrontDoor.Result golden() throws Exception {
        return FrontDoor.process(bench.folder, java.util.Map.of(), new byte[0], "golden", "update");
    }

    private FrontDoor.Result attest(String... more) {
        return bench.run(Stream.concat(
                        Stream.of(
                                "validate",
                                "platform/dev",
                                "-c",
                                bench.config.toString(),
                                "--no-cache",
                                "--attestations",
                                bench.folder.resolve("attestations").toString(),
                                "--attest",
                                bench.folder.resolve("ci.key").toString()),
                        Arrays.stream(more))
                .toArray(String[]::new));
    }

    private FrontDoor.Result promote(String... more) {
        return bench.promote(
                "dev",
                Stream.concat(Stream.of("--seal-key", seal), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private String value(String field) throws Exception {
        JsonNode data = bench.get("/api/v1/namespaces/dev/secrets/extra").path("data");
        return new String(Base64.getDecoder().decode(data.path(field).asText()), StandardCharsets.UTF_8);
    }

    /** Nothing that lies in the repository, or was said, knows the password, not in Base64 either. */
    private void requireNothingShown(FrontDoor.Result... results) throws IOException {
        String encoded = Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
        for (FrontDoor.Result result : results) {
            assertThat(result.text()).doesNotContain(PASSWORD, encoded, "never-shown");
        }
        try (Stream<Path> files = Files.walk(bench.folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(bench.folder.resolve("lab")))
                    .toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD, encoded, "never-shown");
            }
        }
    }

    @Test
    @Order(1)
    void whoAttestsNeedsASealKeyAndNoAgeKey() throws Exception {
        FrontDoor.Result without = attest();
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.errors()).contains("secrets.yaml, which SOPS encrypted", "give --seal-key");
        FrontDoor.Result result = attest("--seal-key", seal);
        assertThat(result.exitCode()).as(result.text()).isZero();
        requireNothingShown(without, result);
    }

    @Test
    @Order(2)
    void whoPromotesNeedsTheAgeKey() throws Exception {
        assertThat(promote().errors()).contains("There is no age key");
        FrontDoor.Result wrong = promote("--age-key", sops.newKey("other.key").toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.errors()).contains("secrets.yaml cannot be decrypted: none of the age keys");
        FrontDoor.Result explained = promote("--age-key", sops.key.toString(), "--explain");
        assertThat(explained.exitCode()).as(explained.text()).isZero();
        assertThat(explained.output()).contains("goes   secrets     1 files");
        assertThat(bench.revisions("dev")).isEmpty();
        FrontDoor.Result result = promote("--age-key", sops.key.toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(value("password")).isEqualTo(PASSWORD);
        requireNothingShown(wrong, explained, result, bench.by("history", "dev"));
    }

    @Test
    @Order(3)
    void promotingAgainChangesNothing() throws Exception {
        FrontDoor.Result again = promote("--age-key", sops.key.toString());
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(again.output()).contains("runs it already as revision 1");
    }

    /** The rendering shows no number, so only the file's own digest tells; it is another release, too. */
    @Test
    @Order(4)
    void anotherEncryptedFileIsRefused() throws Exception {
        String before = Files.readString(secrets);
        sops.write(secrets, "extra: {password: " + PASSWORD + ", level: 8}\n");
        FrontDoor.Result result = promote("--age-key", sops.key.toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("refused  subject", "nothing was changed");
        Files.writeString(secrets, before.replace("mac: ENC", "mac:  ENC"));
        FrontDoor.Result spaced = promote("--age-key", sops.key.toString());
        assertThat(spaced.output())
                .contains("The rendering is not the one that was judged: values/1/secrets.yaml; validate and attest");
        Files.writeString(secrets, before);
        DeployBench.ok(promote("--age-key", sops.key.toString()));
        assertThat(bench.revisions("dev")).hasSize(1);
    }

    @Test
    @Order(5)
    void aTemplateMayNotDecideByAnEncryptedValue() throws Exception {
        Files.writeString(bench.folder.resolve(TEMPLATE), SECRET + """
                {{- if gt (int .Values.extra.level) 5 }}
                  more: {{ b64enc "x" }}
                {{- end }}
                """);
        DeployBench.ok(golden());
        DeployBench.ok(attest("--seal-key", seal));
        FrontDoor.Result result = promote("--age-key", sops.key.toString());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors())
                .contains("renders otherwise with what is decrypted than was judged: Secret/extra data")
                .contains("decides something by an encrypted value");
        assertThat(bench.revisions("dev")).hasSize(1);
    }

    /** Judged once more as it will be: a text that YAML reads as a truth value, and one that no label can hold. */
    @ParameterizedTest
    @CsvSource({"yes,data.word", "never-shown!,metadata.labels.extra"})
    @Order(6)
    void whatEncryptedValuesBecomeIsJudgedToo(String word, String field) throws Exception {
        sops.write(secrets, "extra: {password: %s, level: 7, word: '%s'}\n".formatted(PASSWORD, word));
        Files.writeString(bench.folder.resolve(TEMPLATE), SECRET + """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: extra
                  labels: {app.kubernetes.io/name: extra, extra: {{ .Values.extra.word | quote }}}
                data:
                  word: {{ .Values.extra.word }}
                """);
        DeployBench.ok(golden());
        DeployBench.ok(attest("--seal-key", seal));
        FrontDoor.Result result = promote("--age-key", sops.key.toString());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors())
                .containsPattern("What the encrypted values become does not pass: AF[0-9]+ ConfigMap/extra " + field)
                .doesNotContain("AF605", "never-shown");
        assertThat(bench.revisions("dev")).hasSize(1);
    }

    /** The status of a pod names its image, here with a tag that was encrypted. */
    @Test
    @Order(7)
    void evidenceOfAFailureDoesNotHoldIt() throws Exception {
        Files.writeString(bench.folder.resolve(TEMPLATE), SECRET);
        sops.write(secrets, """
                extra: {password: %s, level: 7}
                audit-event-store: {image: {tag: never-shown}}
                """.formatted(PASSWORD));
        bench.edit("chart/environments/dev.yaml", text -> text + "  podAnnotations: {lab/fate: crash}\n");
        DeployBench.ok(golden());
        DeployBench.ok(attest("--seal-key", seal));
        FrontDoor.Result result = promote("--age-key", sops.key.toString());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output()).contains("CrashLoopBackOff", "going back to revision 1");
        assertThat(value("password")).isEqualTo(PASSWORD);
        requireNothingShown(result, bench.by("status", "dev"), bench.by("history", "dev"));
        try (Stream<Path> files = Files.walk(bench.folder.resolve("evidence"))) {
            Path pods =
                    files.filter(file -> file.endsWith("pods.json")).findFirst().orElseThrow();
            assertThat(Files.readString(pods)).contains(":<hidden>");
        }
    }

    /** What is decrypted would lie on the branch for everybody who reads it. */
    @Test
    @Order(8)
    void byGitTheyAreRefusedWithTheWaysOut() throws Exception {
        String helm = Files.readString(bench.config);
        Files.writeString(
                bench.config,
                helm.replaceFirst(
                        "dev: \\{ deploy: (.*) }\n",
                        "dev: { deploy: $1, git: { reconciler: flux, remote: branches.git } }\n"));
        FrontDoor.Result result = promote("--age-key", sops.key.toString());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors())
                .contains("secrets.yaml, which SOPS encrypted, and is promoted by Git, where nothing decrypted may lie")
                .contains("by External Secrets Operator", "which Flux decrypts in the cluster");
        Files.writeString(bench.config, helm);
    }
}
