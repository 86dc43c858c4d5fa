package dev.auditflow.check.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is embedded is what the import makes of Kubernetes' own files. */
class SchemaImportTest {
    private static final Path EMBEDDED = Path.of("src/main/resources/dev/auditflow/schemas");

    @TempDir
    private Path folder;

    @Test
    void makesWhatIsEmbedded() throws IOException {
        Optional<Path> openapi = SharedData.find("openapi");
        assumeThat(openapi)
                .as("put Kubernetes' OpenAPI v2 files into ../shared/data/openapi to run this test")
                .isPresent();
        try (Stream<Path> files = Files.list(openapi.get())) {
            SchemaImport.run(files.sorted().toList(), folder);
        }
        try (Stream<Path> made = Files.list(folder)) {
            for (Path file : made.toList()) {
                assertThat(file).hasSameBinaryContentAs(EMBEDDED.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void knowsFromWhenOnAKindIsGone() {
        KubernetesSchemas schemas = new KubernetesSchemas();
        List<String> versions = schemas.versions();
        int gone = 0;
        for (int i = 0; i < versions.size(); i++) {
            KubernetesSchemas.Version version = schemas.version(versions.get(i)).orElseThrow();
            for (String key : version.kinds()) {
                String api = key.substring(0, key.indexOf(' '));
                String kind = key.substring(key.indexOf(' ') + 1);
                Optional<String> first = versions.subList(i + 1, versions.size()).stream()
                        .filter(later ->
                                !schemas.version(later).orElseThrow().kinds().contains(key))
                        .findFirst();
                assertThat(version.goneIn(api, kind)).as(key).isEqualTo(first);
                gone += first.isPresent() ? 1 : 0;
            }
        }
        assertThat(gone).isPositive();
    }

    @Test
    void findsDefinitionsWhoseBytesAreNotLetters() throws IOException {
        Path file = folder.resolve("swagger-v1.40.json");
        Files.writeString(file, """
                {"info": {"version": "v1.40.0"}, "definitions": {
                  "a": {"type": "string", "format": "straße"},
                  "b": {"type": "integer"}}}
                """);
        Path out = folder.resolve("out");
        Files.createDirectories(out);
        SchemaImport.run(List.of(file), out);
        byte[] all = Files.readAllBytes(out.resolve("definitions.jsonl"));
        String[] last = Files.readString(out.resolve("1.40.txt"))
                .lines()
                .toList()
                .getLast()
                .split(" ", -1);
        assertThat(last[1]).isEqualTo("b");
        assertThat(new String(all, Integer.parseInt(last[2]), Integer.parseInt(last[3]), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"integer\"}");
    }
}
