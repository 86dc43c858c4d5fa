package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A structural OpenAPI v3 schema as CRDs have it: what does not fit it, and what it fills in. */
public final class StructuralSchema {
    private final Schema schema;
    private final MapNode source;

    /**
     * Something that does not fit.
     *
     * @param unknownField whether the schema has no such field, which a server drops rather than rejects
     */
    public record Fault(FieldPath path, String message, boolean unknownField) {}

    private StructuralSchema(Schema schema, MapNode source) {
        this.schema = schema;
        this.source = source;
    }

    /** The schema that a CRD writes as {@code openAPIV3Schema}. */
    public static StructuralSchema of(MapNode schema) {
        byte[] json = Json.bytes(schema);
        try {
            return new StructuralSchema(SchemaParser.parse("", JsonTree.read(json, 0, json.length)), schema);
        } catch (IOException e) {
            throw new IllegalStateException("JSON that was just written cannot be read", e);
        }
    }

    /** What is wrong with a value, in the order of its fields. */
    public List<Fault> faults(Node value) {
        List<Fault> faults = new ArrayList<>();
        Sink sink =
                (rule, path, message) -> faults.add(new Fault(path, message, rule.equals(SchemaRules.UNKNOWN_FIELD)));
        new SchemaValidator(_ -> Schema.ANY, Semantics.none(), sink).validate(value, schema, FieldPath.root());
        return faults;
    }

    /** Whether the schema names a type for a place, and null is not of it. */
    public boolean isTyped(FieldPath path) {
        Schema at = schema;
        for (FieldPath.Step step : path.steps()) {
            Schema next = switch (step) {
                case FieldPath.Step.Key(String name) ->
                    at.properties().containsKey(name) ? at.properties().get(name) : at.additional();
                case FieldPath.Step.Index _ -> at.items();
            };
            if (next == null) {
                return false;
            }
            at = next;
        }
        return !at.type().isEmpty() && !at.kubernetes().nullable();
    }

    /** The value with the schema's defaults where fields are absent, at every depth that the value has. */
    public MapNode withDefaults(MapNode value) {
        return (MapNode) filled(value, source);
    }

    private static Node filled(Node value, MapNode schema) {
        return switch (value) {
            case MapNode map -> object(map, schema);
            case ListNode list -> {
                Optional<MapNode> items = schema.map("items");
                yield items.isEmpty()
                        ? list
                        : new ListNode(
                                list.items().stream()
                                        .map(item -> filled(item, items.get()))
                                        .toList(),
                                list.mark());
            }
            case ScalarNode scalar -> scalar;
        };
    }

    private static MapNode object(MapNode given, MapNode schema) {
        Optional<MapNode> properties = schema.map("properties");
        Optional<MapNode> additional = schema.map("additionalProperties");
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry entry : given.entries()) {
            Optional<MapNode> own = properties.flatMap(p -> p.map(entry.key()));
            Optional<Node> standard = own.flatMap(property -> property.get("default"));
            boolean empty = entry.value() instanceof ScalarNode s && s.isNull();
            Node value = empty && standard.isPresent() ? standard.get() : entry.value();
            MapNode inner = own.or(() -> additional).orElse(new MapNode(List.of(), given.mark()));
            entries.add(new MapNode.Entry(entry.key(), entry.keyMark(), filled(value, inner)));
        }
        for (MapNode.Entry property : properties.map(MapNode::entries).orElse(List.of())) {
            if (given.get(property.key()).isEmpty() && property.value() instanceof MapNode inner) {
                inner.get("default")
                        .ifPresent(value ->
                                entries.add(new MapNode.Entry(property.key(), given.mark(), filled(value, inner))));
            }
        }
        return new MapNode(entries, given.mark());
    }
}
