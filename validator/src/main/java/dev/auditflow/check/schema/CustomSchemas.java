package dev.auditflow.check.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Digest;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.MapNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Schemas of custom resources, read from their CustomResourceDefinitions. */
final class CustomSchemas {
    // Charts hold the same large definitions in every environment; parsing them once per process is enough.
    private static final Map<String, Map<String, Schema>> PARSED = new ConcurrentHashMap<>();

    private final Map<String, Schema> kinds = new HashMap<>();
    private final Map<String, String> digests = new TreeMap<>();

    /** Reads definitions; of two for one kind the first wins. */
    CustomSchemas(List<MapNode> definitions) {
        for (MapNode definition : definitions) {
            byte[] json = Json.bytes(definition);
            String digest = Digest.of(json);
            Map<String, Schema> parsed = PARSED.computeIfAbsent(digest, _ -> parse(json));
            parsed.forEach((kind, schema) -> {
                if (kinds.putIfAbsent(kind, schema) == null) {
                    digests.put(kind, digest);
                }
            });
        }
    }

    /** Whether a definition is one of a group and kind, told without reading its schemas. */
    static boolean defines(MapNode definition, String apiVersion, String kind) {
        return definition.get("spec").orElse(null) instanceof MapNode spec
                && spec.string("group")
                        .filter(group -> apiVersion.startsWith(group + "/"))
                        .isPresent()
                && spec.get("names").orElse(null) instanceof MapNode names
                && names.string("kind").filter(kind::equals).isPresent();
    }

    /** The schema of a served version, empty if there is no definition of it. */
    Optional<Schema> kind(String apiVersion, String kind) {
        return Optional.ofNullable(kinds.get(apiVersion + " " + kind));
    }

    /** Digest of each kind's definition, by API version and kind. */
    Map<String, String> digests() {
        return digests;
    }

    private static Map<String, Schema> parse(byte[] json) {
        Map<String, Schema> kinds = new HashMap<>();
        try {
            JsonNode spec = JsonTree.read(json, 0, json.length).path("spec");
            String group = spec.path("group").asText("");
            String kind = spec.path("names").path("kind").asText("");
            JsonNode shared = spec.path("validation").path("openAPIV3Schema");
            for (JsonNode version : spec.path("versions")) {
                JsonNode own = version.path("schema").path("openAPIV3Schema");
                JsonNode schema = own.isObject() ? own : shared;
                if (version.path("served").asBoolean(false)) {
                    String key = group + "/" + version.path("name").asText("") + " " + kind;
                    kinds.put(key, schema.isObject() ? withMetadata(SchemaParser.parse("", schema)) : Schema.ANY);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("JSON that was just written cannot be read", e);
        }
        return kinds;
    }

    /** apiVersion, kind and metadata belong to every object, whether or not the schema names them. */
    private static Schema withMetadata(Schema root) {
        Map<String, Schema> properties = new HashMap<>(root.properties());
        properties.putIfAbsent("apiVersion", Schema.ANY);
        properties.putIfAbsent("kind", Schema.ANY);
        properties.put("metadata", Schema.ANY);
        return new Schema(
                root.type(),
                root.ref(),
                root.name(),
                root.format(),
                properties,
                root.additional(),
                root.items(),
                root.required(),
                root.enums(),
                root.limits(),
                root.kubernetes(),
                root.logic());
    }
}
