package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.go.GoText;
import dev.auditflow.render.SealedValues;
import dev.auditflow.render.yaml.HelmYaml;
import dev.auditflow.render.yaml.UnreadableYaml;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values as Helm does: YAML 1.1, then the JSON data model in which every number is a float64. */
final class ValuesReader {
    private static final int MAX_BYTES = 5 << 20;

    private ValuesReader() {}

    /** Reads a values file of the user's. */
    static Val file(Path file, SealedValues sealed) {
        String name = file.toString();
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw new ChartProblem(
                        "%s is larger than %d MiB".formatted(name, MAX_BYTES >> 20), name, 0, "Split the values file");
            }
            String text = GoText.decode(Files.readAllBytes(file));
            Optional<JsonNode> plain = sealed.plain(file);
            if (plain.isPresent()) {
                return ValuesJson.read(plain.get(), name, "");
            }
            String words = "failed to parse " + name;
            Node root = document(text, name, words);
            return table(root == null ? null : sealed.cover(root), name, words);
        } catch (IOException e) {
            throw new ChartProblem("open %s: no such file or directory".formatted(name), name, 0, "Check -f/--values");
        }
    }

    /**
     * Reads the first document of a text.
     *
     * @param words what an error message begins with
     * @return a table; an empty one for an empty text
     */
    static Val parse(String text, String file, String words) {
        return table(document(text, file, words), file, words);
    }

    private static Val table(@Nullable Node root, String file, String words) {
        if (root == null || (root instanceof ScalarNode scalar && scalar.isNull())) {
            return Val.table();
        }
        Val value = value(root, file, "");
        if (!value.isTable()) {
            String kind = value.isList() ? "array" : value.data() instanceof String ? "string" : "number";
            throw new ChartProblem(
                    "%s: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal %s into Go value of type map[string]interface {}"
                            .formatted(words, kind),
                    file,
                    root.mark().line(),
                    "Values are a mapping of keys to values");
        }
        return value;
    }

    /** The first document of a text, null for an empty one. */
    static @Nullable Node document(String text, String file, String words) {
        try {
            return HelmYaml.first(text);
        } catch (UnreadableYaml e) {
            String message = "%s: error converting YAML to JSON: %s".formatted(words, e.getMessage());
            throw new ChartProblem(message, file, e.mark().line(), "Correct the YAML of this file");
        }
    }

    private static Val value(Node node, String file, String path) {
        Val.SetBy by = new Val.SetBy(file, node.mark().line(), path, "");
        return switch (node) {
            case MapNode map -> {
                Map<String, Val> entries = Val.newTable();
                for (MapNode.Entry entry : map.entries()) {
                    String key = path.isEmpty() ? entry.key() : path + "." + entry.key();
                    Val value = value(entry.value(), file, key);
                    Val.SetBy at = new Val.SetBy(file, entry.keyMark().line(), key, "");
                    entries.put(entry.key(), value.isTable() || value.isList() ? new Val(value.data(), at) : value);
                }
                yield new Val(entries, by);
            }
            case ListNode list -> {
                List<Val> items = new ArrayList<>();
                for (Node item : list.items()) {
                    items.add(value(item, file, path + "[" + items.size() + "]"));
                }
                yield new Val(items, by);
            }
            case ScalarNode scalar -> new Val(scalar(scalar), by);
        };
    }

    private static @Nullable Object scalar(ScalarNode scalar) {
        return switch (scalar.kind()) {
            case NULL -> null;
            case BOOLEAN -> Boolean.valueOf(scalar.text());
            case INTEGER, FLOAT -> Double.valueOf(scalar.text());
            case STRING -> scalar.text();
        };
    }
}
