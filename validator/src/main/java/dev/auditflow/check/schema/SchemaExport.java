package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes schemas as strict JSON Schema (draft 4, as OpenAPI's words for bounds are), one self-contained file a kind:
 * {@code <group>/<kind>_<version>.json} in lower case, with the group {@code v1} for the core group.
 */
public final class SchemaExport {
    /** The layout as kubeconform's {@code -schema-location} has it, below the folder. */
    public static final String LAYOUT = "{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Set<String> wanted = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    private SchemaExport() {}

    /**
     * Writes all built-in kinds of a version.
     *
     * @return how many; 0 when the version is not embedded
     * @throws IOException if the folder cannot be written
     */
    public static int run(KubernetesSchemas schemas, String version, Path folder) throws IOException {
        Optional<KubernetesSchemas.Version> found = schemas.version(version);
        if (found.isEmpty()) {
            return 0;
        }
        Set<String> kinds = found.get().kinds();
        for (String key : kinds) {
            String apiVersion = key.substring(0, key.indexOf(' '));
            String kind = key.substring(key.indexOf(' ') + 1);
            Schema schema = found.get().kind(apiVersion, kind).orElseThrow();
            AtomicFiles.write(folder.resolve(file(apiVersion, kind)), json(schema, found.get()::definition));
        }
        return kinds.size();
    }

    /** Writes one kind unless it is there: names of folders are digests of what they hold. */
    static void writeOnce(Path folder, String apiVersion, String kind, Schema schema, Function<String, Schema> refs)
            throws IOException {
        Path file = folder.resolve(file(apiVersion, kind));
        if (!Files.exists(file)) {
            AtomicFiles.write(file, json(schema, refs));
        }
    }

    static String file(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? apiVersion : apiVersion.substring(0, slash);
        return "%s/%s_%s.json".formatted(group, kind.toLowerCase(Locale.ROOT), apiVersion.substring(slash + 1));
    }

    /** The schema with every definition that it reaches. */
    static String json(Schema root, Function<String, Schema> definitions) throws IOException {
        SchemaExport export = new SchemaExport();
        ObjectNode top = JSON.objectNode().put("$schema", "http://json-schema.org/draft-04/schema#");
        top.setAll(export.node(root, true));
        ObjectNode shared = JSON.objectNode();
        while (!export.open.isEmpty()) {
            String name = export.open.pop();
            shared.set(name, export.node(definitions.apply(name), true));
        }
        if (!shared.isEmpty()) {
            top.set("definitions", shared);
        }
        return MAPPER.writeValueAsString(top);
    }

    /** @param strict whether unknown fields are refused; inside anyOf and its like they are not */
    private ObjectNode node(Schema schema, boolean strict) {
        ObjectNode node = JSON.objectNode();
        if (!schema.ref().isEmpty()) {
            if (wanted.add(schema.ref())) {
                open.push(schema.ref());
            }
            return node.put("$ref", "#/definitions/" + schema.ref());
        }
        if (schema.kubernetes().intOrString()) {
            node.putArray("type").add("string").add("integer");
            return node;
        }
        if (schema.name().endsWith(".resource.Quantity")) {
            node.putArray("type").add("string").add("number");
            return node;
        }
        if (!schema.type().isEmpty()) {
            node.put("type", schema.type());
        }
        if (!schema.format().isEmpty()) {
            node.put("format", schema.format());
        }
        object(schema, strict, node);
        if (schema.items() != null) {
            node.set("items", node(schema.items(), strict));
        }
        enumeration(schema, node);
        limits(schema, node);
        logic(schema, node);
        return node;
    }

    private void object(Schema schema, boolean strict, ObjectNode node) {
        if (!schema.properties().isEmpty()) {
            ObjectNode properties = node.putObject("properties");
            if (schema.kubernetes().embeddedResource()) {
                List.of("apiVersion", "kind", "metadata").forEach(properties::putObject);
            }
            schema.properties().forEach((name, property) -> properties.set(name, node(property, strict)));
        }
        if (schema.additional() != null) {
            node.set("additionalProperties", node(schema.additional(), strict));
        } else if (strict
                && !schema.properties().isEmpty()
                && !schema.kubernetes().preserveUnknown()) {
            node.put("additionalProperties", false);
        }
        if (!schema.required().isEmpty()) {
            ArrayNode required = node.putArray("required");
            schema.required().forEach(required::add);
        }
    }

    private static void enumeration(Schema schema, ObjectNode node) {
        if (!schema.enums().isEmpty()) {
            ArrayNode values = node.putArray("enum");
            for (String value : schema.enums().stream().sorted().toList()) {
                values.addRawValue(new com.fasterxml.jackson.databind.util.RawValue(value));
            }
        }
    }

    private static void limits(Schema schema, ObjectNode node) {
        Schema.Limits limits = schema.limits();
        if (!limits.pattern().isEmpty()) {
            node.put("pattern", limits.pattern());
        }
        put(node, "minLength", limits.minLength());
        put(node, "maxLength", limits.maxLength());
        boolean list = schema.type().equals("array");
        put(node, list ? "minItems" : "minProperties", limits.minItems());
        put(node, list ? "maxItems" : "maxProperties", limits.maxItems());
        if (limits.minimum() != null) {
            node.put("minimum", limits.minimum()).put("exclusiveMinimum", limits.exclusiveMinimum());
        }
        if (limits.maximum() != null) {
            node.put("maximum", limits.maximum()).put("exclusiveMaximum", limits.exclusiveMaximum());
        }
    }

    private static void put(ObjectNode node, String key, @org.jspecify.annotations.Nullable Long value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    private void logic(Schema schema, ObjectNode node) {
        all("allOf", schema.logic().allOf(), node);
        all("anyOf", schema.logic().anyOf(), node);
        all("oneOf", schema.logic().oneOf(), node);
        if (schema.logic().not() != null) {
            node.set("not", node(schema.logic().not(), false));
        }
    }

    private void all(String word, List<Schema> schemas, ObjectNode node) {
        if (!schemas.isEmpty()) {
            ArrayNode array = node.putArray(word);
            schemas.forEach(one -> array.add(node(one, false)));
        }
    }
}
