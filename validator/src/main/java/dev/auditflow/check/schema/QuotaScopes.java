package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which objects a quota counts: its scopes and its scope selector. */
final class QuotaScopes {
    private static final Set<String> OF_PODS =
            Set.of("pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");

    /** What a quota with a scope may count, among the resources that Kubernetes itself names. */
    private static final Map<String, Set<String>> COUNTS = Map.of(
            "Terminating", OF_PODS,
            "NotTerminating", OF_PODS,
            "BestEffort", Set.of("pods"),
            "NotBestEffort", OF_PODS,
            "PriorityClass", OF_PODS,
            "CrossNamespacePodAffinity", OF_PODS,
            "VolumeAttributesClass", Set.of("persistentvolumeclaims", "requests.storage"));

    /** Scopes that take values; the others exist or do not. */
    private static final Set<String> WITH_VALUES = Set.of("PriorityClass", "VolumeAttributesClass");

    private static final List<Set<String>> OPPOSITES =
            List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));

    private QuotaScopes() {}

    static void check(MapNode spec, FieldPath path, Sink sink) {
        FieldPath scopes = path.key("scopes");
        Constraints.oneOf("scopes", COUNTS.keySet().stream().sorted().toArray(String[]::new))
                .check(spec, path, sink);
        List<String> named = new ArrayList<>();
        for (Node item : items(spec, "scopes")) {
            if (item instanceof ScalarNode scope) {
                named.add(scope.text());
                counts(spec, scope.text(), scopes, sink);
            }
        }
        opposites(named, scopes, sink);
        spec.map("scopeSelector").ifPresent(selector -> selector(spec, selector, path.key("scopeSelector"), sink));
    }

    private static void selector(MapNode spec, MapNode selector, FieldPath path, Sink sink) {
        FieldPath list = path.key("matchExpressions");
        List<Node> expressions = items(selector, "matchExpressions");
        List<String> named = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i) instanceof MapNode expression) {
                String scope = expression.string("scopeName").orElse("");
                named.add(scope);
                Constraints.oneOf("scopeName", COUNTS.keySet().stream().sorted().toArray(String[]::new))
                        .check(expression, list.index(i), sink);
                counts(spec, scope, list.index(i), sink);
                operator(expression, scope, list.index(i), sink);
            }
        }
        opposites(named, list, sink);
    }

    private static void operator(MapNode expression, String scope, FieldPath path, Sink sink) {
        Constraints.oneOf("operator", "In", "NotIn", "Exists", "DoesNotExist").check(expression, path, sink);
        String operator = expression.string("operator").orElse("");
        boolean values = !items(expression, "values").isEmpty();
        if (COUNTS.containsKey(scope) && !WITH_VALUES.contains(scope) && !operator.equals("Exists")) {
            sink.report(
                    SchemaRules.CROSS_FIELD, path.key("operator"), "the scope %s takes Exists only".formatted(scope));
        }
        if (Set.of("In", "NotIn").contains(operator) && !values) {
            sink.report(SchemaRules.MISSING_FIELD, path.key("values"), operator + " needs values");
        }
        if (Set.of("Exists", "DoesNotExist").contains(operator) && values) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("values"), operator + " takes no values");
        }
    }

    private static void counts(MapNode spec, String scope, FieldPath path, Sink sink) {
        Set<String> may = COUNTS.getOrDefault(scope, Set.of());
        for (MapNode.Entry entry : spec.map("hard").map(MapNode::entries).orElse(List.of())) {
            if (!may.isEmpty() && !may.contains(entry.key()) && ResourceRules.isStandardOfQuotas(entry.key())) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path,
                        "a quota with the scope %s cannot count %s".formatted(scope, entry.key()));
            }
        }
    }

    private static void opposites(List<String> scopes, FieldPath path, Sink sink) {
        Set<String> all = new HashSet<>(scopes);
        for (Set<String> pair : OPPOSITES) {
            if (all.containsAll(pair)) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path,
                        String.join(" and ", pair.stream().sorted().toList()) + " exclude each other");
            }
        }
    }

    private static List<Node> items(MapNode map, String field) {
        return map.list(field).map(ListNode::items).orElse(List.of());
    }
}
