package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values files that the real sops encrypted, as users of helm-secrets have them: judged without a key, rendered with one. */
class SealedValuesTest {
    private static final String SECRETS = """
            database:
              password: hunter2-and-more
              port: 5432
              ratio: 1.5
              verbose: true
              nothing: null
              hosts: [first.example.com, {name: second.example.com}]
            level: debugging
            open_unencrypted: seen
            """;

    @TempDir
    Path folder = Path.of("");

    private Sops sops;
    private Path chart;
    private Path secrets;

    @BeforeEach
    void chart() throws Exception {
        sops = new Sops(folder);
        chart = folder.resolve("chart");
        secrets = folder.resolve("secrets.yaml");
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        Files.writeString(
                chart.resolve("values.yaml"), "database: {user: app, port: 1}\nlevel: info\nopen_unencrypted: no\n");
        Files.writeString(chart.resolve("templates/all.yaml"), """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: web
                  annotations:
                    checksum: {{ .Values.database | toYaml | sha256sum }}
                data:
                  password: {{ .Values.database.password | b64enc }}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: web
                data:
                  user: {{ .Values.database.user }}
                  port: {{ .Values.database.port | quote }}
                  ratio: {{ .Values.database.ratio | quote }}
                  verbose: {{ .Values.database.verbose | quote }}
                  hosts: {{ toJson .Values.database.hosts | quote }}
                  level: {{ .Values.level }}
                  open: {{ .Values.open_unencrypted }}
                  sops: {{ hasKey .Values "sops" | quote }}
                """);
        sops.write(secrets, SECRETS);
    }

    private FrontDoor.Result run(String command, String... more) {
        return FrontDoor.run(
                Stream.concat(Stream.of(command, chart.toString(), "-f", secrets.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void withoutAKeyStandInsAreJudgedAndTheAccountSaysSo() throws Exception {
        FrontDoor.Result result = run("validate", "--no-cache");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .containsPattern("values files +1 +0 +1")
                .contains(
                        "secrets.yaml: encrypted by SOPS, so stand-ins were looked at; --decrypt looks at what it holds too");
        String rendered = run("render").output();
        assertThat(rendered)
                .contains("port: \"1\"", "verbose: \"false\"", "open: seen", "sops: \"false\"")
                .containsPattern("level: sops-[0-9a-f]{32}\n")
                .doesNotContain("ENC[", "hunter2", "debugging");
    }

    /** What a user of helm-secrets gets, byte for byte, from both engines. */
    @ParameterizedTest
    @ValueSource(strings = {"java", "binary"})
    void withTheKeyItRendersAsHelmDoesOfTheDecryptedFile(String engine) throws Exception {
        assumeTrue(Command.find("helm").isPresent(), "install helm on the PATH to run this test");
        Path plain = folder.resolve("plain.yaml");
        Files.writeString(plain, sops.decrypt(secrets));
        Path over = folder.resolve("over.yaml");
        Files.writeString(over, "database: {user: null, port: 7}\n");
        List<String> theirs = List.of(
                "helm",
                "template",
                "release-name",
                chart.toString(),
                "--kube-version=1.34.0",
                "--values=" + plain,
                "--values=" + over,
                "--set=database.hosts[0]=12");
        Command.Result helm = Command.of(theirs).run();
        assertThat(helm.exitCode()).as(helm.errors()).isZero();
        FrontDoor.Result own = run(
                "render",
                "-f",
                over.toString(),
                "--set",
                "database.hosts[0]=12",
                "--helm-engine",
                engine,
                "--age-key",
                sops.key.toString());
        assertThat(own.exitCode()).as(own.text()).isZero();
        assertThat(own.output()).isEqualTo(helm.output()).contains("level: debugging", "port: \"7\"");
    }

    @Test
    void bothEnginesRenderStandInsAlike() {
        assertThat(run("render", "--helm-engine", "binary").output())
                .isEqualTo(run("render").output());
    }

    /** A rule's words repeat the value that it found; here they may not. */
    @Test
    void whatIsFoundBehindEncryptedValuesIsNamedWithoutThem() throws Exception {
        Path policies = Files.createDirectories(folder.resolve("policy"));
        Files.writeString(policies.resolve("level.rego"), """
                package main

                import rego.v1

                deny contains msg if {
                    input.kind == "ConfigMap"
                    input.data.level == "debugging"
                    msg := sprintf("the level is %s", [input.data.level])
                }
                """);
        assumeTrue(Command.find("opa").isPresent(), "install opa on the PATH to run this test");
        String[] check = {"--no-cache", "-p", policies.toString()};
        assertThat(run("validate", check).exitCode()).isZero();
        for (String format : List.of("text", "json", "html", "sarif", "markdown", "junit")) {
            FrontDoor.Result result = run(
                    "validate",
                    Stream.concat(Stream.of(check), Stream.of("--age-key", sops.key.toString(), "-o", format))
                            .toArray(String[]::new));
            assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
            assertThat(result.text())
                    .contains("ConfigMap", "Found in what encrypted values become")
                    .doesNotContain("hunter2", "debugging");
        }
    }

    @Test
    void withTheKeyTheAccountHasNothingSkipped() {
        FrontDoor.Result result = run("validate", "--no-cache", "--age-key", sops.key.toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).containsPattern("values files +1 +1 +0").doesNotContain("--decrypt");
    }

    @Test
    void whatCannotBeDecryptedIsSaid() throws Exception {
        FrontDoor.Result wrong =
                run("render", "--age-key", sops.newKey("other.key").toString());
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.errors())
                .contains("secrets.yaml cannot be decrypted: none of the age keys at hand is among its recipients");
        Files.writeString(secrets, Files.readString(secrets).replace("open_unencrypted: seen", "open_unencrypted: x"));
        FrontDoor.Result changed = run("render", "--age-key", sops.key.toString());
        assertThat(changed.exitCode()).isEqualTo(2);
        assertThat(changed.errors()).contains("secrets.yaml cannot be decrypted: its MAC does not fit");
    }

    /** A template that fails repeats the value in its words. */
    @Test
    void aChartThatFailsOverAValueDoesNotShowItInReports() throws Exception {
        Files.writeString(chart.resolve("templates/fails.yaml"), """
                {{- if eq .Values.level "debugging" }}{{ fail (printf "no %s here" .Values.level) }}{{ end }}
                """);
        FrontDoor.Result result = run("validate", "--no-cache", "--age-key", sops.key.toString());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(3);
        assertThat(result.text()).contains("fails.yaml:1").doesNotContain("debugging");
    }
}
