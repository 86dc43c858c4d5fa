package dev.auditflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.schema.Mutants;
import dev.auditflow.check.schema.PublicCharts;
import dev.auditflow.check.schema.SharedData;
import dev.auditflow.lab.Lab;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server engine beside a real API server, over changed objects of our own charts, of every built-in kind and of a
 * custom one: both refuse the same. The table goes to docs/engine-parity.md.
 */
final class LabAgreementTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int EACH_KIND = 40;
    private static final int EACH_OF_OURS = 12;
    private static final int EACH_OF_PUBLIC = 6;
    private static final String DRY_RUN = "?dryRun=All&fieldValidation=Strict";
    private static final String THING = """
            {"apiVersion":"lab.example.com/v1","kind":"Thing","metadata":{"name":"one","labels":{"a":"b"}},
            "spec":{"size":3,"colour":"red","replicas":2,"ports":[{"name":"a"},{"name":"b"}],"any":{"x":[1]},
            "either":"80","labels":{"c":"d"}},"status":{"replicas":1}}""";

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, Optional<String>> addresses = new HashMap<>();

    private record Count(int mutants, int refused, int agree) {
        Count plus(boolean refuses, boolean same) {
            return new Count(mutants + 1, refused + (refuses ? 1 : 0), agree + (same ? 1 : 0));
        }
    }

    @Test
    void bothRefuseTheSame() throws Exception {
        List<ObjectNode> kinds = objects(Path.of("src/test/resources/schema/kinds.yaml"));
        List<byte[]> definitions = kinds.stream()
                .filter(object -> object.path("kind").asText().equals("CustomResourceDefinition"))
                .map(object -> object.toString()
                        .replace("example.com", "lab.example.com")
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
        Outcome outcome = compare(mutants(kinds), definitions);
        assertThat(outcome.wrong()).isEmpty();
        documented(outcome);
    }

    @Test
    void bothRefuseTheSameOfPublicCharts() throws Exception {
        Optional<Path> charts = SharedData.find("charts");
        assumeTrue(charts.isPresent(), "the shared corpora are not beside the repository");
        List<Mutants.Mutant> mutants = new ArrayList<>();
        long seed = 1;
        for (ObjectNode object : PublicCharts.objects(charts.orElseThrow(), 2)) {
            ((ObjectNode) object.path("metadata")).remove("namespace");
            mutants.addAll(Mutants.of(object, EACH_OF_PUBLIC, seed++));
        }
        assertThat(compare(mutants, List.of()).wrong()).isEmpty();
    }

    private record Outcome(Map<String, Count> byKind, Map<String, Count> byMutation, List<String> wrong) {}

    private Outcome compare(List<Mutants.Mutant> mutants, List<byte[]> definitions) throws Exception {
        Path program = BuiltEngines.need("1.34");
        List<Question> questions = mutants.stream()
                .map(mutant -> Question.create("default", bytes(mutant.object())))
                .toList();
        List<Answer> answers;
        try (ServerEngine engine = new ServerEngine(program, 1024)) {
            answers = engine.ask(questions, new ServerEngine.Definitions("things", definitions));
        }
        Outcome outcome = new Outcome(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        try (Lab lab = Lab.start(folder)) {
            prepare(lab, definitions);
            for (int i = 0; i < mutants.size(); i++) {
                Mutants.Mutant mutant = mutants.get(i);
                Optional<String> address = address(lab, mutant.object());
                // Without its CRD neither knows the kind of a custom resource.
                if (address.isPresent()) {
                    compare(lab, address.get(), mutant, answers.get(i), outcome);
                }
            }
        }
        return outcome;
    }

    private static void compare(Lab lab, String address, Mutants.Mutant mutant, Answer answer, Outcome outcome)
            throws IOException, InterruptedException {
        Lab.Response response = lab.send(
                "POST", address + DRY_RUN, "application/json", mutant.object().toString());
        boolean refuses = response.status() >= 400;
        boolean same = refuses == (answer.outcome() == Answer.Outcome.INVALID);
        String kind = mutant.object().path("kind").asText();
        Count none = new Count(0, 0, 0);
        outcome.byKind().put(kind, outcome.byKind().getOrDefault(kind, none).plus(refuses, same));
        String mutation = mutant.mutation();
        outcome.byMutation()
                .put(mutation, outcome.byMutation().getOrDefault(mutation, none).plus(refuses, same));
        if (!same) {
            outcome.wrong()
                    .add("%s %s at %s: server %d %s; engine %s %s"
                            .formatted(
                                    kind,
                                    mutation,
                                    mutant.place(),
                                    response.status(),
                                    refuses
                                            ? JSON.readTree(response.body())
                                                    .path("message")
                                                    .asText()
                                            : "",
                                    answer.outcome(),
                                    answer.message()));
        }
    }

    private static List<Mutants.Mutant> mutants(List<ObjectNode> kinds) throws IOException {
        List<Mutants.Mutant> mutants = new ArrayList<>();
        long seed = 1;
        List<ObjectNode> all = new ArrayList<>(kinds);
        all.add((ObjectNode) JSON.readTree(THING));
        for (ObjectNode object : all) {
            mutants.addAll(Mutants.of(object, EACH_KIND, seed++));
        }
        try (Stream<Path> ours = Files.list(Path.of("../goldenfiles/auditflow/prod"))) {
            for (Path file : ours.sorted().toList()) {
                for (ObjectNode object : objects(file)) {
                    mutants.addAll(Mutants.of(object, EACH_OF_OURS, seed++));
                }
            }
        }
        return mutants;
    }

    /** Without their namespaces, which the server does not have. */
    private static List<ObjectNode> objects(Path file) throws IOException {
        Rendering.RenderedFile rendered =
                new Rendering.RenderedFile(file.toString(), Files.readString(file), OriginMap.none());
        List<ObjectNode> objects = new ArrayList<>();
        for (Resource resource : new ManifestReader()
                .read(new Rendering(List.of(rendered), List.of()))
                .resources()) {
            ObjectNode object = (ObjectNode) JSON.readTree(resource.json());
            ((ObjectNode) object.path("metadata")).remove("namespace");
            objects.add(object);
        }
        return objects;
    }

    private void prepare(Lab lab, List<byte[]> definitions) throws IOException, InterruptedException {
        for (byte[] definition : definitions) {
            String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
            lab.send("POST", path, "application/json", new String(definition, StandardCharsets.UTF_8));
        }
        for (String account : Set.of("default", "auditflow-audit-event-store", "auditflow-audit-event-generator")) {
            String body = "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"%s\"}}"
                    .formatted(account);
            lab.send("POST", "/api/v1/namespaces/default/serviceaccounts", "application/json", body);
        }
        for (int i = 0;
                i < 100
                        && lab.send("GET", "/apis/lab.example.com/v1", "application/json", "")
                                        .status()
                                != 200;
                i++) {
            Thread.sleep(100);
        }
    }

    /** Where objects of a kind are created; empty if the server does not know it. */
    private Optional<String> address(Lab lab, ObjectNode object) throws IOException, InterruptedException {
        String version = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        String key = version + " " + kind;
        if (!addresses.containsKey(key)) {
            String root = (version.contains("/") ? "/apis/" : "/api/") + version;
            JsonNode found =
                    JSON.readTree(lab.send("GET", root, "application/json", "").body());
            Set<String> paths = new HashSet<>();
            for (JsonNode resource : found.path("resources")) {
                String name = resource.path("name").asText();
                if (resource.path("kind").asText().equals(kind) && !name.contains("/")) {
                    paths.add(root + (resource.path("namespaced").asBoolean() ? "/namespaces/default/" : "/") + name);
                }
            }
            addresses.put(key, paths.stream().findFirst());
        }
        return addresses.getOrDefault(key, Optional.empty());
    }

    private static byte[] bytes(ObjectNode object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void documented(Outcome outcome) throws IOException {
        StringBuilder text = new StringBuilder("""
                # The server engine beside a real API server

                <!-- Written by LabAgreementTest with AUDITFLOW_UPDATE=true. -->

                Objects of every built-in kind, of a custom one and of our own chart, each changed at one place by chance, were
                created in a kube-apiserver 1.34.2 with `dryRun=All&fieldValidation=Strict` and given to the server engine.

                | kind | changed objects | refused | same verdict |
                |---|---|---|---|
                """);
        outcome.byKind()
                .forEach((kind, count) -> text.append(
                        "| %s | %d | %d | %d |%n".formatted(kind, count.mutants(), count.refused(), count.agree())));
        text.append("\n| change | changed objects | refused | same verdict |\n|---|---|---|---|\n");
        outcome.byMutation()
                .forEach((mutation, count) -> text.append("| %s | %d | %d | %d |%n"
                        .formatted(mutation, count.mutants(), count.refused(), count.agree())));
        Path file = Path.of("../docs/engine-parity.md");
        if ("true".equals(System.getenv("AUDITFLOW_UPDATE"))) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file)).isEqualTo(text.toString());
    }
}
