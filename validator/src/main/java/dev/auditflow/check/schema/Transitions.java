package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Evaluates what CRDs say about changes of their objects: rules over {@code oldSelf}. */
public final class Transitions {
    private static final Supplier<CelRules> CEL = Lazy.of(CelRules::new);

    private final List<Broken> broken = new ArrayList<>();

    private Transitions() {}

    /** A rule that refuses a change, at a field of the new object. */
    public record Broken(FieldPath path, String message) {}

    /**
     * The rules that refuse the change of an object.
     *
     * @param definitions CRDs, among them that of the object if it has one
     */
    public static List<Broken> of(List<MapNode> definitions, String apiVersion, String kind, Node before, Node after) {
        Transitions transitions = new Transitions();
        List<MapNode> defining = definitions.stream()
                .filter(definition -> CustomSchemas.defines(definition, apiVersion, kind))
                .toList();
        new CustomSchemas(defining)
                .kind(apiVersion, kind)
                .ifPresent(schema -> transitions.check(before, after, schema, FieldPath.root()));
        return List.copyOf(transitions.broken);
    }

    private void check(Node before, Node after, Schema schema, FieldPath path) {
        for (Schema.CelRule rule : schema.kubernetes().rules()) {
            if (rule.rule().contains("oldSelf") && CEL.get().refuses(rule, before, after)) {
                broken.add(new Broken(path, rule.message().isEmpty() ? "failed rule: " + rule.rule() : rule.message()));
            }
        }
        if (before instanceof MapNode was && after instanceof MapNode is) {
            for (MapNode.Entry entry : is.entries()) {
                Schema property = schema.properties().get(entry.key());
                Schema child = property == null ? schema.additional() : property;
                Optional<Node> old = was.get(entry.key());
                if (child != null && old.isPresent()) {
                    check(old.get(), entry.value(), child, path.key(entry.key()));
                }
            }
        } else if (before instanceof ListNode was && after instanceof ListNode is && schema.items() != null) {
            items(was, is, schema, schema.items(), path);
        }
    }

    /** Only items that have keys are known to be the same ones. */
    private void items(ListNode before, ListNode after, Schema schema, Schema item, FieldPath path) {
        List<String> keys = schema.kubernetes().mapKeys();
        for (int i = 0; i < after.items().size() && !keys.isEmpty(); i++) {
            Node now = after.items().get(i);
            List<String> name = name(now, keys);
            for (Node old : before.items()) {
                if (name(old, keys).equals(name)) {
                    check(old, now, item, path.index(i));
                    break;
                }
            }
        }
    }

    private static List<String> name(Node item, List<String> keys) {
        return keys.stream()
                .map(key -> item instanceof MapNode map && map.get(key).orElse(map) instanceof ScalarNode scalar
                        ? scalar.text()
                        : "")
                .toList();
    }
}
