package dev.auditflow.render.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges values by a JSON schema of drafts 4 to 2020-12 as Helm's validator does: the same order of checks, and the
 * same tree of violations. Keywords that need a full validator are {@linkplain #isSimple not simple}.
 */
final class JsonSchema {
    private static final int MAX_DEPTH = 200;
    private static final Set<String> COMPLEX = Set.of(
            "unevaluatedProperties",
            "unevaluatedItems",
            "$dynamicRef",
            "$recursiveRef",
            "format",
            "contentEncoding",
            "contentMediaType",
            "$anchor",
            "$id",
            "id");

    private final JsonNode root;
    final int draft;
    final SchemaPatterns patterns = new SchemaPatterns();
    private final Map<String, JsonNode> references = new HashMap<>();

    /** A reference leads nowhere; the message is in Helm's words. */
    static final class Dangling extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Dangling(String message) {
            super(message, null, false, false);
        }
    }

    JsonSchema(JsonNode root) {
        this.root = root;
        this.draft = draft(root.path("$schema").asText(""));
    }

    /** Whether every keyword of the schema is one that this class knows. */
    static boolean isSimple(JsonNode schema) {
        return isSimple(schema, true);
    }

    private static boolean isSimple(JsonNode schema, boolean root) {
        if (schema.isObject()) {
            for (Map.Entry<String, JsonNode> entry : schema.properties()) {
                boolean name =
                        root && (entry.getKey().equals("$id") || entry.getKey().equals("id"));
                boolean keyword = !name
                        && COMPLEX.contains(entry.getKey())
                        && entry.getValue().isValueNode();
                boolean elsewhere = entry.getKey().equals("$ref")
                        && !entry.getValue().asText().startsWith("#/")
                        && !entry.getValue().asText().equals("#");
                if (keyword || elsewhere || !isSimple(entry.getValue(), false)) {
                    return false;
                }
            }
            return true;
        }
        for (JsonNode item : schema) {
            if (!isSimple(item, false)) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    SchemaViolation check(JsonNode value) {
        return check(root, value, "", 0);
    }

    private static int draft(String uri) {
        if (uri.contains("draft-04")) {
            return 4;
        }
        return uri.contains("draft-06") ? 6 : uri.contains("draft-07") ? 7 : uri.contains("2019-09") ? 2019 : 2020;
    }

    @Nullable
    SchemaViolation check(JsonNode schema, JsonNode value, String place, int depth) {
        if (depth > MAX_DEPTH) {
            return new SchemaViolation(place, "the schema refers to itself without end");
        }
        if (schema.isBoolean()) {
            return schema.booleanValue() ? null : new SchemaViolation(place, "false schema");
        }
        boolean onlyReference = draft < 2019 && schema.has("$ref");
        SchemaViolation first = onlyReference ? null : plain(schema, value, place);
        if (first != null) {
            return first;
        }
        List<SchemaViolation> found = new ArrayList<>();
        if (schema.has("$ref")) {
            SchemaViolation target = check(resolve(schema.get("$ref").asText()), value, place, depth + 1);
            SchemaViolation violation = target == null ? null : SchemaViolation.reference(place, target);
            if (onlyReference) {
                return violation;
            }
            add(found, violation);
        }
        new SchemaKeywords(this, schema, value, place, depth, found).all();
        return found.isEmpty() ? null : SchemaViolation.group(place, found);
    }

    static void add(List<SchemaViolation> found, @Nullable SchemaViolation violation) {
        if (violation != null) {
            found.add(violation);
        }
    }

    private @Nullable SchemaViolation plain(JsonNode schema, JsonNode value, String place) {
        JsonNode type = schema.get("type");
        if (type != null && !isOf(type, value)) {
            return new SchemaViolation(place, SchemaWords.wrongType(value, type));
        }
        JsonNode constant = draft > 4 ? schema.get("const") : null;
        if (constant != null && !SchemaPatterns.same(constant, value)) {
            return new SchemaViolation(place, SchemaWords.notConst(constant));
        }
        JsonNode values = schema.get("enum");
        if (values != null) {
            for (JsonNode one : values) {
                if (SchemaPatterns.same(one, value)) {
                    return null;
                }
            }
            return new SchemaViolation(place, SchemaWords.notIn(values));
        }
        return null;
    }

    private static boolean isOf(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOf(one, value)) {
                    return true;
                }
            }
            return type.isEmpty();
        }
        boolean whole =
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
        return type.asText().equals(SchemaWords.type(value)) || (type.asText().equals("integer") && whole);
    }

    private JsonNode resolve(String reference) {
        return references.computeIfAbsent(reference, text -> {
            String pointer = java.net.URLDecoder.decode(
                    text.substring(1).replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
            JsonNode target = root.at(pointer);
            if (target.isMissingNode()) {
                throw new Dangling("json-pointer in \"file:///values.schema.json%s\" not found".formatted(text));
            }
            return target;
        });
    }
}
