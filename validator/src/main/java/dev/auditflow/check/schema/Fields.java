package dev.auditflow.check.schema;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads fields of a mapping as the server's decoder does: null is absent. */
final class Fields {
    private Fields() {}

    /** Whether the field is absent or null. */
    static boolean isAbsent(MapNode map, String field) {
        return map.get(field)
                .map(node -> node instanceof ScalarNode scalar && scalar.isNull())
                .orElse(true);
    }

    /** Whether the field is true; the schema has seen to its type. */
    static boolean isTrue(MapNode map, String field) {
        return scalar(map, field).filter("true"::equals).isPresent();
    }

    /** The whole number in a field, empty if it is absent, null or something else. */
    static Optional<BigInteger> number(MapNode map, String field) {
        return map.get(field)
                .filter(node -> node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.INTEGER)
                .map(node -> new BigInteger(((ScalarNode) node).text()));
    }

    /** The mappings in a list; other entries are left out. */
    static List<MapNode> maps(MapNode map, String field) {
        return map.list(field).map(ListNode::items).orElse(List.of()).stream()
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .toList();
    }

    /** The text of a scalar field, empty if it is absent, null or no scalar. */
    static Optional<String> scalar(MapNode map, String field) {
        return map.get(field)
                .filter(node -> node instanceof ScalarNode scalar && !scalar.isNull())
                .map(node -> ((ScalarNode) node).text());
    }

    /** Whether the field is absent, null, or an empty string, list or mapping. */
    static boolean isEmpty(MapNode map, String field) {
        return map.get(field)
                .map(node -> switch (node) {
                    case ScalarNode scalar -> scalar.isNull() || scalar.text().isEmpty();
                    case ListNode list -> list.items().isEmpty();
                    case MapNode entries -> entries.entries().isEmpty();
                })
                .orElse(true);
    }

    /** Fields that are there, even if empty, but not null. */
    static List<String> present(MapNode map, String... fields) {
        List<String> present = new ArrayList<>();
        for (String field : fields) {
            if (map.get(field)
                    .filter(node -> !(node instanceof ScalarNode s && s.isNull()))
                    .isPresent()) {
                present.add(field);
            }
        }
        return present;
    }
}
