package dev.auditflow.check.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.engine.Answer;
import dev.auditflow.engine.BuiltEngines;
import dev.auditflow.engine.Question;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The embedded check beside Kubernetes' own code, over changed objects of public charts. */
final class MutantsAgreementTest {
    private static final int MUTANTS = Integer.getInteger("mutants", 4);
    private static final long SEED = Long.getLong("seed", 1);
    private static final String KUBERNETES = System.getProperty("kubernetes", "1.34");

    private record Count(int refused, int seen, int falseAlarms) {
        Count plus(boolean refuses, boolean sees) {
            return new Count(
                    refused + (refuses ? 1 : 0),
                    seen + (refuses && sees ? 1 : 0),
                    falseAlarms + (!refuses && sees ? 1 : 0));
        }
    }

    @Test
    void theEmbeddedCheckSeesWhatTheServerRefusesOfPublicCharts() throws Exception {
        agree(objects(), MUTANTS, "mutants-charts", 999);
    }

    @Test
    void theEmbeddedCheckSeesWhatTheServerRefusesOfEachKind() throws Exception {
        agree(kinds(), 10 * MUTANTS, "mutants-kinds", 990);
    }

    /** @param least what the embedded check must see of what the server refuses, in thousandths */
    private static void agree(List<ObjectNode> objects, int each, String name, int least) throws Exception {
        Path program = BuiltEngines.need(KUBERNETES);
        List<Mutants.Mutant> mutants = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            mutants.addAll(Mutants.of(objects.get(i), each, SEED + i));
        }
        List<Question> questions = mutants.stream()
                .map(mutant -> Question.create("default", bytes(mutant.object())))
                .toList();
        List<Answer> answers;
        try (ServerEngine engine = new ServerEngine(program, 1024)) {
            answers = engine.ask(questions, new ServerEngine.Definitions("", List.of()));
        }
        Map<String, Count> counts = new TreeMap<>();
        Count all = new Count(0, 0, 0);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < mutants.size(); i++) {
            Answer answer = answers.get(i);
            if (answer.outcome() != Answer.Outcome.VALID && answer.outcome() != Answer.Outcome.INVALID) {
                continue;
            }
            Mutants.Mutant mutant = mutants.get(i);
            boolean refuses = answer.outcome() == Answer.Outcome.INVALID;
            List<String> own =
                    Manifests.refusals(new String(bytes(mutant.object()), StandardCharsets.UTF_8), KUBERNETES);
            boolean sees = !own.isEmpty();
            all = all.plus(refuses, sees);
            counts.put(
                    mutant.mutation(),
                    counts.getOrDefault(mutant.mutation(), new Count(0, 0, 0)).plus(refuses, sees));
            if (refuses != sees) {
                wrong.add("%s %s %s at %s: %s"
                        .formatted(
                                refuses ? "MISSED" : "FALSE",
                                mutant.object().path("kind").asText(),
                                mutant.mutation(),
                                mutant.place(),
                                refuses ? answer.message() : own));
            }
        }
        List<String> report = new ArrayList<>(List.of(all.toString()));
        counts.forEach((mutation, count) -> report.add(mutation + " " + count));
        report.addAll(wrong);
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", name + ".txt"), report);
        assertThat(all.seen() * 1000L)
                .as("seen of %d", all.refused())
                .isGreaterThanOrEqualTo((long) least * all.refused());
        assertThat(wrong).noneMatch(line -> line.startsWith("FALSE"));
    }

    /** An object of every built-in kind. */
    private static List<ObjectNode> kinds() throws IOException {
        return Manifests.read(Files.readString(Path.of("src/test/resources/schema/kinds.yaml"))).resources().stream()
                .flatMap(resource -> Mutants.parse(resource.json()).stream())
                .toList();
    }

    /** One object of each chart and kind: more of the same teach nothing. */
    private static List<ObjectNode> objects() throws IOException {
        Optional<Path> charts = SharedData.find("charts");
        assumeTrue(charts.isPresent(), "the shared corpora are not beside the repository");
        List<ObjectNode> objects = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        Set<String> shapes = new HashSet<>();
        try (Stream<Path> found = Files.list(charts.orElseThrow())) {
            for (Path chart : found.sorted().toList()) {
                ManifestReader.Manifest manifest = Manifests.read(unzipped(chart.resolve("rendered-helm3.yaml.gz")));
                for (Resource resource : manifest.resources()) {
                    String kind = chart.getFileName() + " " + resource.id().kind();
                    boolean definition = resource.id().kind().equals("CustomResourceDefinition");
                    if (seen.merge(kind, 1, Integer::sum) <= (definition ? 1 : 4) && resource.json().length < 60_000) {
                        Mutants.parse(resource.json())
                                .filter(o -> shapes.add(o.toString()))
                                .ifPresent(objects::add);
                    }
                }
            }
        }
        return objects;
    }

    private static byte[] bytes(ObjectNode object) {
        try {
            return new ObjectMapper().writeValueAsBytes(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unzipped(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
