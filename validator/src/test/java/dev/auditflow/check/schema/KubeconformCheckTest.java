package dev.auditflow.check.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.auditflow.check.Account;
import dev.auditflow.check.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kubeconform says becomes findings, and what it does not say does too. A script stands in for it. */
final class KubeconformCheckTest {
    private static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports:
          - {port: eighty}
        """;

    @TempDir
    private Path folder = Path.of("");

    private Path script = Path.of("");

    @BeforeEach
    void placeTheScript() {
        script = folder.resolve("kubeconform");
    }

    @Test
    void turnsViolationsIntoFindingsWithTheirPlace() throws IOException {
        says("""
            {"resources":[{"kind":"Service","name":"web","version":"v1","status":"statusInvalid",
            "msg":"problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///s' - at '/spec': validation failed   - at '/spec/ports/0/port': got string, want integer   - at '/spec': additional properties 'typ', 'foo' not allowed - at '/metadata': missing property 'name'"}]}
            """, 1);
        assertThat(run().findings())
                .extracting(
                        finding -> finding.rule(),
                        finding -> finding.path().toString(),
                        finding -> finding.message(),
                        finding -> finding.location().rendered().line())
                .containsExactlyInAnyOrder(
                        tuple("AF002", "spec.ports[0].port", "port: got string, want integer", 6),
                        tuple("AF001", "spec.typ", "there is no field typ here", 4),
                        tuple("AF001", "spec.foo", "there is no field foo here", 4),
                        tuple("AF003", "metadata.name", "metadata needs the field name", 3));
    }

    @Test
    void saysNothingOfAValidObjectAndCountsItsKind() throws IOException {
        says("""
            {"resources":[{"kind":"Service","name":"web","version":"v1","status":"statusValid"}]}\
            """, 0);
        CheckResult result = run();
        assertThat(result.findings()).isEmpty();
        assertThat(result.account()).containsExactly(new Account.Line("schemas", 1, 1, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | {\"resources\":[]} | kubeconform was asked about 1 objects and answered for 0",
                "0 | {\"resources\":null} | kubeconform gave no results: {\"resources\":null}",
                "0 | all is well | kubeconform printed no JSON: all is well",
                "0 | '' | kubeconform gave no results: it printed nothing",
                "137 | {\"resources\":[]} | kubeconform ended with code 137: {\"resources\":[]}",
                "0 | {\"resources\":[{\"kind\":\"Pod\",\"version\":\"v1\",\"status\":\"statusValid\"}]}"
                        + " | kubeconform was asked about v1 Service/web and answered for v1 Pod"
            })
    void nothingIsCheckedWhenTheProgramFails(int code, String output, String message) throws IOException {
        says(output, code);
        CheckResult result = run();
        assertThat(result.findings())
                .extracting("rule", "message")
                .containsExactly(tuple(SchemaRules.ENGINE_FAILED.id(), message));
        assertThat(result.account().getFirst().checked()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"statusError", "statusSkipped", "statusEmpty", "statusNew"})
    void anObjectWithoutAnAnswerIsAFinding(String status) throws IOException {
        says(
                "{\"resources\":[{\"kind\":\"Service\",\"version\":\"v1\",\"status\":\"%s\",\"msg\":\"why\"}]}"
                        .formatted(status),
                0);
        assertThat(run().findings())
                .extracting("rule", "message")
                .containsExactly(tuple(
                        SchemaRules.ENGINE_FAILED.id(),
                        "kubeconform did not check the object (%s): why".formatted(status)));
    }

    @Test
    void aMissingProgramIsAFinding() {
        assertThat(run().findings()).extracting("rule").containsExactly(SchemaRules.ENGINE_FAILED.id());
    }

    private CheckResult run() {
        return new KubeconformCheck(new KubernetesSchemas(), List.of(), Set.of(), Kubeconform.binary(script), folder)
                .run(Manifests.subject(Manifests.read(SERVICE), "1.34"));
    }

    private void says(String output, int code) throws IOException {
        Path answer = folder.resolve("answer.json");
        Files.writeString(answer, output);
        Files.writeString(script, "#!/bin/sh\ncat >/dev/null\ncat '%s'\nexit %d\n".formatted(answer, code));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
