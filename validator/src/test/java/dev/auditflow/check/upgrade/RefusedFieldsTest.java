package dev.auditflow.check.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.diff.Comparison;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.report.Expected;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is said to fail is what the API server refuses: by cases of which Kubernetes' own code is asked too. */
class RefusedFieldsTest {
    private static final Path TABLE = Path.of("../docs/upgrade-fields.md");

    @TestFactory
    Stream<DynamicTest> whatIsRefusedIsForetold() throws IOException {
        return FieldCases.all().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.name(),
                        () -> assertThat(isForetold(one)).as(one.name()).isEqualTo(one.refused())));
    }

    private static boolean isForetold(FieldCases.Case one) {
        Comparison comparison = Comparison.of(List.of(one.before()), List.of(one.after()), "default");
        return new Upgrade("", comparison, Forecast.of(comparison, List.of(one.before()), List.of(one.after())))
                .has(Meaning.FAILS);
    }

    /** The engine that judges by the API server's code says the same of every case. */
    @Test
    void kubernetesRefusesTheSame() throws Exception {
        Optional<Path> engine = engine();
        assumeThat(engine)
                .as(
                        "needs an auditflow-server-engine in the folder that AUDITFLOW_TEST_ENGINES names; .ci/run builds it")
                .isPresent();
        List<FieldCases.Case> cases =
                FieldCases.all().stream().filter(one -> !one.allocated()).toList();
        Map<Long, JsonNode> answers = ask(engine.orElseThrow(), cases);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            JsonNode answer = Objects.requireNonNull(answers.get((long) i));
            boolean refused = answer.path("outcome").asText().equals("invalid");
            boolean judged = refused || answer.path("outcome").asText().equals("valid");
            if (!judged || refused != cases.get(i).refused()) {
                wrong.add(cases.get(i).name() + ": " + answer);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Optional<Path> engine() throws IOException {
        String folder = System.getenv().getOrDefault("AUDITFLOW_TEST_ENGINES", "");
        if (folder.isEmpty() || !Files.isDirectory(Path.of(folder))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.getFileName().toString().startsWith("auditflow-server-engine-")
                            && Files.isExecutable(file))
                    .max(Comparator.naturalOrder());
        }
    }

    private static Map<Long, JsonNode> ask(Path engine, List<FieldCases.Case> cases) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Process process = new ProcessBuilder(engine.toString()).start();
        try (DataOutputStream out = new DataOutputStream(process.getOutputStream());
                DataInputStream in = new DataInputStream(process.getInputStream())) {
            Map<Long, JsonNode> answers = new TreeMap<>();
            in.readNBytes(in.readInt());
            for (int i = 0; i < cases.size(); i++) {
                ObjectNode request = mapper.createObjectNode().put("id", i).put("namespace", "default");
                request.set("old", mapper.readTree(cases.get(i).before().json()));
                request.set("object", mapper.readTree(cases.get(i).after().json()));
                byte[] body = mapper.writeValueAsBytes(request);
                out.writeInt(body.length);
                out.write(body);
                out.flush();
                JsonNode answer = mapper.readTree(in.readNBytes(in.readInt()));
                answers.put(answer.path("id").asLong(), answer);
            }
            return answers;
        } finally {
            process.destroy();
        }
    }

    /** Every field of the table has a case that is refused, so that no line of it is only believed. */
    @Test
    void everyFieldOfTheTableHasACase() throws IOException {
        Set<String> proven = FieldCases.all().stream()
                .filter(FieldCases.Case::refused)
                .flatMap(RefusedFieldsTest::kindsAndFields)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> unproven = ImmutableTable.FIELDS.stream()
                .filter(field -> !field.mutable())
                .map(field -> field.kind() + " " + field.path())
                .filter(field -> proven.stream().noneMatch(one -> Pods.isBelow(one, field)))
                .toList();
        assertThat(unproven).isEmpty();
    }

    /** Nobody should have to guess about a kind: each built-in one has a case, if only one that is accepted. */
    @Test
    void everyBuiltInKindHasACase() throws IOException {
        Set<String> tried =
                FieldCases.all().stream().map(one -> one.before().id().kind()).collect(Collectors.toSet());
        Path kinds = Path.of("src/test/resources/schema/kinds.yaml");
        Set<String> builtIn = ManifestReader.objects("kinds.yaml", Files.readString(kinds)).stream()
                .map(object -> object.id().kind())
                .collect(Collectors.toSet());
        assertThat(tried).containsAll(builtIn);
    }

    private static Stream<String> kindsAndFields(FieldCases.Case one) {
        Comparison comparison = Comparison.of(List.of(one.before()), List.of(one.after()), "default");
        return Forecast.of(comparison, List.of(one.before()), List.of(one.after())).stream()
                .filter(effect -> effect.meaning() == Meaning.FAILS)
                .map(effect -> one.before().id().kind() + " " + effect.trail().fields());
    }

    @Test
    void theDocsHaveATable() throws IOException {
        StringBuilder table = new StringBuilder("""
                # Which changes an API server refuses

                Written from the cases of the tests: Kubernetes' own code is asked of each, and a real API server, to which the old object is
                applied and then the new one. `golden diff` calls the refused ones `fails`.

                | kind | change | |
                |---|---|---|
                """);
        for (FieldCases.Case one : FieldCases.all()) {
            table.append("| %s | `%s` | %s |\n"
                    .formatted(
                            one.before().id().kind(),
                            String.join(", ", one.fields()).replace("|", "\\|"),
                            one.refused() ? "**refused**" : "ok"));
        }
        Expected.check(TABLE, table.toString());
    }
}
