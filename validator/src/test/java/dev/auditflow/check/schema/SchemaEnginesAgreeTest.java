package dev.auditflow.check.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.check.Check;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.ResourceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both schema engines over the same objects. kubeconform sees what JSON Schema can say: unknown fields, types, required
 * fields, enums. It does not see names, labels, ranges, uniqueness, formats of quantities and ports, or rules over
 * several fields; so what it refuses the embedded engine refuses at the same place, and not the other way round.
 */
final class SchemaEnginesAgreeTest {
    private static final Set<String> STRUCTURAL = Set.of("AF001", "AF002", "AF003");

    @TempDir
    private Path folder = Path.of("");

    private final KubernetesSchemas schemas = new KubernetesSchemas();
    private final Check embedded = new SchemaCheck(schemas, List.of(), Set.of());
    private Optional<Path> program = Optional.empty();

    @BeforeEach
    void findTheProgram() {
        program = Command.find("kubeconform");
        assumeTrue(
                program.isPresent(),
                "kubeconform is not on PATH: go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0");
    }

    @Test
    void bothPassEveryRenderedChart() throws IOException {
        Optional<Path> charts = SharedData.find("charts");
        assumeTrue(charts.isPresent(), "the shared corpora are not beside the repository");
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> found = Files.list(charts.orElseThrow())) {
            for (Path chart : found.sorted().toList()) {
                Subject subject =
                        Manifests.subject(Manifests.read(unzipped(chart.resolve("rendered-helm3.yaml.gz"))), "1.34");
                Set<String> own = places(embedded, subject, Set.of());
                Set<String> others = places(kubeconform(), subject, Set.of());
                if (!own.equals(others)) {
                    wrong.add(chart.getFileName() + ": embedded " + own + ", kubeconform " + others);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatKubeconformRefusesTheEmbeddedEngineRefusesAtTheSamePlace() throws IOException {
        Optional<Path> cases = SharedData.find("server-truth/cases.jsonl");
        assumeTrue(cases.isPresent(), "the shared corpora are not beside the repository");
        ObjectMapper mapper = new ObjectMapper();
        List<String> manifests = new ArrayList<>();
        for (String line : Files.readAllLines(cases.orElseThrow())) {
            manifests.add(mapper.readTree(line).path("manifest").asText());
        }
        Subject all = Manifests.subject(Manifests.read(String.join("\n---\n", manifests)), "1.34");
        Set<String> missed = places(kubeconform(), all, STRUCTURAL);
        assertThat(missed).hasSizeGreaterThan(100);
        missed.removeAll(places(embedded, all, Set.of()));
        assertThat(missed).isEmpty();
    }

    private Check kubeconform() {
        return new KubeconformCheck(schemas, List.of(), Set.of(), Kubeconform.binary(program.orElseThrow()), folder);
    }

    /** Where a check denies something: line, object and path. */
    private static Set<String> places(Check check, Subject subject, Set<String> rules) {
        Set<String> places = new TreeSet<>();
        for (Finding finding : check.run(subject).findings()) {
            ResourceId id = finding.resource();
            if (finding.severity() == Severity.DENY && (rules.isEmpty() || rules.contains(finding.rule()))) {
                places.add(finding.location().rendered().line() + " " + id + " " + finding.path());
            }
        }
        return places;
    }

    private static String unzipped(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
