package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of verdicts as a user meets it. */
final class VerdictCacheTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    @TempDir
    private Path cache;

    private Fleet fleet;

    @BeforeEach
    void charts() throws IOException {
        fleet = Fleet.of(folder, 3);
        fleet.write("charts/c1/templates/bad.yaml", """
            apiVersion: v1
            kind: Service
            metadata:
              name: web
            spec:
              port: {{ .Values.port | default "x" }}
            """);
        fleet.write("charts/c2/templates/broken.yaml", "{{ required \"a name is needed\" .Values.name }}\n");
        fleet.write("auditflow.yaml", fleet.read("auditflow.yaml") + """
            waivers:
              - {rule: AF801, resource: "Service/web", reason: soon, owner: me, expires: 2099-01-01}
              - {rule: AF999, resource: "*", reason: never used, owner: me, expires: 2099-01-01}
            """);
    }

    @Test
    void aVerdictFromTheCacheIsTheVerdictThatWasMade() throws Exception {
        ObjectNode fresh = validate();
        ObjectNode again = validate();
        assertThat(fromCache(fresh)).isZero();
        assertThat(fromCache(again))
                .as("the target without an answer is tried again")
                .isEqualTo(2);
        assertThat(withoutCache(again)).isEqualTo(withoutCache(fresh));
        assertThat(fresh.path("outcome").asText()).isEqualTo("error");
        assertThat(fresh.path("targets").findValuesAsText("rule")).contains("AF801", "AF901", "AF907");
        assertThat(withoutCache(validate("--no-cache"))).isEqualTo(withoutCache(fresh));
        assertThat(fromCache(validate("--no-cache"))).isZero();
    }

    @Test
    void onlyTheTargetThatChangedIsJudgedAgain() throws Exception {
        validate();
        fleet.write("values/c0.yaml", "greeting: moin\n");
        ObjectNode changed = validate();
        assertThat(fromCache(changed)).isEqualTo(1);
        assertThat(changed.path("targets").path(0).path("findings").findValuesAsText("rule"))
                .contains("AF802");
        fleet.write("values/c0.yaml", "greeting: hi\n");
        assertThat(fromCache(validate())).as("the old inputs are known still").isEqualTo(2);
    }

    @Test
    void aDamagedEntryIsNoEntry() throws Exception {
        ObjectNode fresh = validate();
        for (Path entry : entries()) {
            byte[] bytes = Files.readAllBytes(entry);
            bytes[bytes.length / 2] ^= 4;
            Files.write(entry, bytes);
        }
        ObjectNode again = validate();
        assertThat(fromCache(again)).isZero();
        assertThat(withoutCache(again)).isEqualTo(withoutCache(fresh));
        List<Path> entries = entries();
        Files.copy(entries.get(0), entries.get(1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        for (Path entry : entries.subList(2, entries.size())) {
            Files.writeString(entry, "");
        }
        assertThat(withoutCache(validate())).isEqualTo(withoutCache(fresh));
    }

    @Test
    void aCacheThatCannotBeWrittenChangesNoVerdict() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        ObjectNode first = report(Launched.run(folder, Map.of("AUDITFLOW_CACHE", file.toString()), arguments()));
        assertThat(first).isEqualTo(withoutCache(validate()));
    }

    @Test
    void noValueOfASecretIsKept() throws Exception {
        fleet.write("charts/c0/templates/secret.yaml", """
            apiVersion: v1
            kind: Secret
            metadata:
              name: s
            stringData:
              password: {{ .Values.password }}
            data:
              key: {{ .Values.password | b64enc }}
            """);
        fleet.write("goldenfiles/c0/secret.s.yaml", "apiVersion: v1\nkind: Secret\n");
        fleet.write("values/c0.yaml", "greeting: hi\npassword: hunter2hunter2\n");
        ObjectNode report = validate();
        assertThat(report.path("targets").path(0).path("findings").findValuesAsText("rule"))
                .contains("AF802");
        assertThat(report.toString()).doesNotContain("hunter2");
        assertThat(entries()).isNotEmpty();
        for (Path entry : entries()) {
            assertThat(Files.readString(entry)).doesNotContain("hunter2", "aHVudGVyMmh1bnRlcjI");
        }
    }

    @Test
    void manifestsOfStandardInputAreJudgedEachTime() throws Exception {
        Launched run = Launched.run(folder, Map.of("AUDITFLOW_CACHE", cache.toString()), "validate", "-");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).doesNotContain("from the cache");
    }

    private ObjectNode validate(String... more) throws Exception {
        String[] arguments =
                Stream.concat(Stream.of(arguments()), Stream.of(more)).toArray(String[]::new);
        return report(Launched.run(folder, Map.of("AUDITFLOW_CACHE", cache.toString()), arguments));
    }

    private static String[] arguments() {
        return new String[] {"validate", "-o", "json", "--jobs", "2"};
    }

    private static ObjectNode report(Launched run) throws IOException {
        assertThat(run.err()).isEmpty();
        return (ObjectNode) MAPPER.readTree(run.out());
    }

    private static int fromCache(JsonNode report) {
        for (JsonNode line : report.path("account")) {
            if (line.path("subject").asText().equals("verdicts from the cache")) {
                return line.path("found").asInt();
            }
        }
        return 0;
    }

    private static ObjectNode withoutCache(ObjectNode report) {
        ObjectNode copy = report.deepCopy();
        ArrayNode account = (ArrayNode) copy.path("account");
        for (int i = account.size() - 1; i >= 0; i--) {
            if (account.path(i).path("subject").asText().equals("verdicts from the cache")) {
                account.remove(i);
            }
        }
        return copy;
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> walk = Files.walk(cache.resolve("verdicts"))) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
