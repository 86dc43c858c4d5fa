package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.schema.StructuralSchema;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the constraints of one template may hold: Gatekeeper's own fields, and the parameters of the template. */
public final class ConstraintSchema {
    /** Gatekeeper's fields, as its CRDs have them. */
    private static final String OWN = """
            type: object
            properties:
              enforcementAction: {type: string, default: deny}
              scopedEnforcementActions:
                type: array
                items:
                  type: object
                  properties:
                    action: {type: string}
                    enforcementPoints:
                      type: array
                      items: {type: object, properties: {name: {type: string}}}
              match:
                type: object
                properties:
                  kinds:
                    type: array
                    items:
                      type: object
                      properties:
                        apiGroups: {type: array, items: {type: string}}
                        kinds: {type: array, items: {type: string}}
                  scope: {type: string}
                  source: {type: string, enum: [All, Generated, Original]}
                  name: {type: string, pattern: '^\\*?[-:a-z0-9]*\\*?$'}
                  namespaces: &names {type: array, items: {type: string, pattern: '^\\*?[-:a-z0-9]*\\*?$'}}
                  excludedNamespaces: *names
                  namespaceSelector: &selector
                    type: object
                    properties:
                      matchLabels: {type: object, additionalProperties: {type: string}}
                      matchExpressions:
                        type: array
                        items:
                          type: object
                          required: [key, operator]
                          properties:
                            key: {type: string}
                            operator: {type: string}
                            values: {type: array, items: {type: string}}
                  labelSelector: *selector
            """;

    private final StructuralSchema spec;

    /**
     * The schema of a template.
     *
     * @param parameters the template's {@code openAPIV3Schema}; null if it has none, and so takes no parameters
     * @param legacy whether parameters that the schema does not name are taken
     */
    ConstraintSchema(@Nullable MapNode parameters, boolean legacy) {
        MapNode own = (MapNode) YamlReader.read(OWN).documents().getFirst();
        Mark mark = own.mark();
        MapNode given = parameters == null && legacy ? new MapNode(List.of(), mark) : parameters;
        if (given == null) {
            this.spec = StructuralSchema.of(own);
            return;
        }
        MapNode.Entry entry = new MapNode.Entry("parameters", mark, legacy ? open(given) : given);
        List<MapNode.Entry> properties =
                new ArrayList<>(own.map("properties").orElseThrow().entries());
        properties.add(entry);
        this.spec = StructuralSchema.of(with(own, "properties", new MapNode(properties, mark)));
    }

    /** What is wrong with the {@code spec} of a constraint. */
    List<StructuralSchema.Fault> faults(MapNode given) {
        List<StructuralSchema.Fault> faults = new ArrayList<>(spec.faults(given));
        nulls(given, FieldPath.root(), faults);
        return faults;
    }

    /** Gatekeeper looks at a constraint before nulls are dropped. */
    private void nulls(Node value, FieldPath path, List<StructuralSchema.Fault> faults) {
        if (value instanceof MapNode map) {
            map.entries().forEach(entry -> nulls(entry.value(), path.key(entry.key()), faults));
        } else if (value instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                nulls(list.items().get(i), path.index(i), faults);
            }
        } else if (value instanceof ScalarNode scalar && scalar.isNull() && spec.isTyped(path)) {
            faults.add(new StructuralSchema.Fault(path, "null is no value here; leave the field out", false));
        }
    }

    /** The {@code spec} with defaults where it says nothing. */
    MapNode withDefaults(MapNode given) {
        return spec.withDefaults(given);
    }

    private static MapNode open(MapNode schema) {
        MapNode result = schema;
        String type = schema.string("type").orElse("");
        if (type.isEmpty() || type.equals("object")) {
            ScalarNode yes = new ScalarNode(ScalarNode.Kind.BOOLEAN, "true", true, "true", schema.mark());
            result = with(result, "x-kubernetes-preserve-unknown-fields", yes);
        }
        Optional<MapNode> properties = schema.map("properties");
        if (properties.isPresent()) {
            List<MapNode.Entry> opened = properties.get().entries().stream()
                    .map(entry -> entry.value() instanceof MapNode inner
                            ? new MapNode.Entry(entry.key(), entry.keyMark(), open(inner))
                            : entry)
                    .toList();
            result = with(result, "properties", new MapNode(opened, schema.mark()));
        }
        for (String field : List.of("items", "additionalProperties")) {
            Optional<MapNode> inner = schema.map(field);
            if (inner.isPresent()) {
                result = with(result, field, open(inner.get()));
            }
        }
        return result;
    }

    private static MapNode with(MapNode map, String key, Node value) {
        List<MapNode.Entry> entries = new ArrayList<>(map.entries());
        entries.removeIf(entry -> entry.key().equals(key));
        entries.add(new MapNode.Entry(key, map.mark(), value));
        return new MapNode(entries, map.mark());
    }
}
