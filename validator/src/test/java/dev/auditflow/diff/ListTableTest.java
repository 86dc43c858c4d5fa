package dev.auditflow.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.manifest.ResourceId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of lists says what Kubernetes' own schemas say: which lists are maps, by which keys, and which are sets. */
class ListTableTest {
    private static final String SCHEMAS = "/dev/auditflow/schemas/";

    private final Map<String, JsonNode> definitions = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();
    private final ListRules rules = ListRules.with(List.of(), List.of());
    private final List<String> wrong = new ArrayList<>();
    private int lists;

    @ParameterizedTest
    @ValueSource(strings = {"1.30", "1.34", "1.36"})
    void listsOfServedKindsHaveTheirKeys(String version) throws IOException {
        load(version);
        kinds.forEach((kind, definition) -> {
            String[] words = kind.split(" ", -1);
            boolean early = words[0].contains("alpha") || words[0].contains("beta") || words[0].startsWith("resource.");
            if (!early && !words[1].endsWith("List") && !words[1].endsWith("Status")) {
                ResourceId id = new ResourceId(words[0], words[1], "", "x");
                walk(id, definition(definition), List.of(), new HashSet<>());
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(lists).isGreaterThan(200);
    }

    private void walk(ResourceId id, JsonNode schema, List<String> path, Set<String> above) {
        String ref = schema.path("$ref").asText("").replace("#/definitions/", "");
        if (!ref.isEmpty()) {
            if (above.add(ref)) {
                walk(id, definition(ref), path, above);
                above.remove(ref);
            }
            return;
        }
        if (path.contains("status")) {
            return;
        }
        if (schema.has("items")) {
            check(id, schema, path);
            walk(id, schema.path("items"), path, above);
        }
        schema.path("properties").properties().forEach(property -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(property.getKey());
            walk(id, property.getValue(), longer, above);
        });
    }

    private JsonNode definition(String name) {
        return Objects.requireNonNull(definitions.get(name), name);
    }

    private void check(ResourceId id, JsonNode schema, List<String> path) {
        ListRule rule = rules.of(id, path);
        lists++;
        String said = schema.path("x-kubernetes-list-type").asText("");
        String where = id.apiVersion() + " " + id.kind() + " " + String.join(".", path) + ": ";
        if (said.equals("map")) {
            List<String> keys = new ArrayList<>();
            schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
            List<String> ours = rule.keys().stream()
                    .map(key -> key.replaceAll("[?=].*", ""))
                    .toList();
            if (rule.by() != ListRule.By.KEYS || !ours.equals(keys)) {
                wrong.add(where + keys + " and not " + rule);
            }
        }
        boolean inPods = path.contains("template")
                || path.contains("containers")
                || id.kind().equals("Pod");
        if (said.equals("set") && rule.by() != ListRule.By.VALUE && !inPods) {
            wrong.add(where + "a set and not " + rule);
        }
    }

    private void load(String version) throws IOException {
        String all = String.join("\n", read("definitions.jsonl"));
        ObjectMapper mapper = new ObjectMapper();
        for (String line : read(version + ".txt")) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("d")) {
                int start = Integer.parseInt(words[2]);
                definitions.put(words[1], mapper.readTree(all.substring(start, start + Integer.parseInt(words[3]))));
            } else if (words[0].equals("k")) {
                kinds.put(words[1] + " " + words[2], words[3]);
            }
        }
    }

    private static List<String> read(String name) throws IOException {
        try (InputStream in = ListTableTest.class.getResourceAsStream(SCHEMAS + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @Test
    void everyLineOfTheTableIsRead() {
        assertThat(rules.of(new ResourceId("v1", "Service", "", "x"), List.of("spec", "ports"))
                        .keys())
                .containsExactly("port", "protocol=TCP");
    }
}
