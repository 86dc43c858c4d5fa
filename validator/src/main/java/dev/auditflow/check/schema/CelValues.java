package dev.auditflow.check.schema;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.cel.common.values.NullValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes as CEL sees them: maps, lists, strings, booleans, {@code Long}, {@code Double} and CEL's null. */
public final class CelValues {
    private CelValues() {}

    /** The whole value, its nulls as well. */
    public static Object of(Node node) {
        return of(node, true);
    }

    /** The value without fields that are null, which a server drops from custom resources. */
    static Object withoutNulls(Node node) {
        return of(node, false);
    }

    private static Object of(Node node, boolean nulls) {
        return switch (node) {
            case MapNode map -> {
                Map<String, Object> values = new LinkedHashMap<>();
                for (MapNode.Entry entry : map.entries()) {
                    if (nulls || !(entry.value() instanceof ScalarNode s && s.isNull())) {
                        values.put(entry.key(), of(entry.value(), nulls));
                    }
                }
                yield values;
            }
            case ListNode list -> {
                List<Object> values = new ArrayList<>();
                list.items().forEach(item -> values.add(of(item, nulls)));
                yield values;
            }
            case ScalarNode scalar ->
                switch (scalar.kind()) {
                    case STRING -> scalar.text();
                    case BOOLEAN -> scalar.text().equals("true");
                    case INTEGER -> new BigInteger(scalar.text()).longValue();
                    case FLOAT -> Double.valueOf(scalar.text());
                    case NULL -> NullValue.NULL_VALUE;
                };
        };
    }
}
