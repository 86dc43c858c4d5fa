package dev.auditflow.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * YAML is read as Kubernetes reads it: the public YAML test suite (yaml-test-suite, MIT) and cases of our own, with what
 * {@code src/test/go/yamltruth} says about each ({@code go run . < kubernetes.jsonl} says it again). Where the two differ, {@code differences.txt} says why.
 */
class KubernetesYamlTest {
    private static final Path FOLDER = Path.of("src/test/resources/yaml");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void readsWhatKubernetesReads() throws IOException {
        Map<String, String> known = known();
        Map<String, String> differing = new TreeMap<>();
        int agreed = 0;
        for (String line : Files.readAllLines(FOLDER.resolve("kubernetes.jsonl"))) {
            JsonNode test = MAPPER.readTree(line);
            String difference = difference(test);
            if (difference.isEmpty()) {
                agreed++;
            } else {
                differing.put(test.path("id").asText(), difference);
            }
        }
        differing.forEach((id, difference) ->
                assertThat(known).as("%s: %s", id, difference).containsKey(id));
        assertThat(differing.keySet())
                .as("differences.txt names only what differs")
                .containsAll(known.keySet());
        assertThat(agreed).isGreaterThan(850);
    }

    private static Map<String, String> known() throws IOException {
        Map<String, String> known = new TreeMap<>();
        for (String line : Files.readAllLines(FOLDER.resolve("differences.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                known.put(line.substring(0, line.indexOf('\t')), line);
            }
        }
        return known;
    }

    /** Empty if both read the same. A text that one of them refuses in part is refused. */
    private static String difference(JsonNode test) throws IOException {
        List<JsonNode> theirs = new ArrayList<>();
        String error = "";
        for (JsonNode document : test.path("documents")) {
            if (document.has("error")) {
                error = document.path("error").asText();
            } else {
                theirs.add(document.path("json"));
            }
        }
        YamlReader.Parsed parsed = YamlReader.read(ended(test.path("yaml").asText()));
        String fault = "";
        for (YamlReader.Fault found : parsed.faults()) {
            if (found.kind() != FaultKind.AMBIGUOUS_SCALAR) {
                fault = found.message();
            }
        }
        if (!error.isEmpty() || !fault.isEmpty()) {
            return error.isEmpty()
                    ? "refused here only: " + fault
                    : fault.isEmpty() ? "refused there only: " + error + "; here " + text(parsed.documents()) : "";
        }
        List<JsonNode> ours = new ArrayList<>();
        for (Node document : parsed.documents()) {
            JsonNode json = MAPPER.readTree(Json.bytes(document));
            if (!json.isNull()) {
                ours.add(json);
            }
        }
        return theirs.toString().equals(ours.toString()) || same(theirs, ours)
                ? ""
                : theirs + " there, " + ours + " here";
    }

    private static boolean same(List<JsonNode> theirs, List<JsonNode> ours) {
        return theirs.size() == ours.size()
                && java.util.stream.IntStream.range(0, ours.size()).allMatch(i -> same(theirs.get(i), ours.get(i)));
    }

    /** Equal but for the order of keys and the spelling of numbers. */
    private static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isObject() && b.isObject()) {
            return a.size() == b.size()
                    && a.properties().stream()
                            .allMatch(entry -> b.has(entry.getKey()) && same(entry.getValue(), b.get(entry.getKey())));
        }
        if (a.isArray() && b.isArray()) {
            return a.size() == b.size()
                    && java.util.stream.IntStream.range(0, a.size()).allMatch(i -> same(a.get(i), b.get(i)));
        }
        return a.equals(b);
    }

    /** Kubernetes' reader ends the last line, and so does ours before it reads. */
    private static String ended(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    private static String text(List<Node> documents) {
        StringBuilder text = new StringBuilder();
        documents.forEach(document -> text.append(new String(Json.bytes(document), StandardCharsets.UTF_8))
                .append(' '));
        return text.toString();
    }
}
