package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Building blocks of {@link Semantics}' table. */
final class Constraints {
    private Constraints() {}

    /** The field is one of these words or empty, which stands for the default. */
    static Constraint words(String field, String... words) {
        return among(field, true, words);
    }

    /** The field, or each entry if it is a list, is one of these words; an empty string is not. */
    static Constraint oneOf(String field, String... words) {
        return among(field, false, words);
    }

    private static Constraint among(String field, boolean empty, String... words) {
        Set<String> allowed = Set.of(words);
        return (map, path, sink) -> visit(map, path, field, (node, place) -> {
            if (node instanceof ScalarNode scalar
                    && scalar.kind() == ScalarNode.Kind.STRING
                    && !allowed.contains(scalar.text())
                    && !(empty && scalar.text().isEmpty())) {
                sink.report(
                        SchemaRules.INVALID_VALUE,
                        place,
                        "%s is not one of %s".formatted(Wording.shown(node), String.join(", ", words)));
            }
        });
    }

    /** The whole number, or each entry if it is a list, lies between these bounds. */
    static Constraint range(String field, long least, long most) {
        return (map, path, sink) -> visit(map, path, field, (node, place) -> {
            if (node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.INTEGER) {
                BigInteger value = new BigInteger(scalar.text());
                if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
                    String bounds = most == Long.MAX_VALUE || most == Integer.MAX_VALUE
                            ? "must be %d or more".formatted(least)
                            : "must lie between %d and %d".formatted(least, most);
                    sink.report(
                            SchemaRules.INVALID_VALUE,
                            place,
                            "%s is %s and %s".formatted(field, scalar.text(), bounds));
                }
            }
        });
    }

    static Constraint port(String field) {
        return range(field, 1, 65535);
    }

    static Constraint notNegative(String field) {
        return range(field, 0, Long.MAX_VALUE);
    }

    /** The string, or each entry if it is a list, follows a rule such as those of {@link Names}; empty is absent. */
    static Constraint named(String field, UnaryOperator<String> rule) {
        return (map, path, sink) -> {
            if (!Fields.isEmpty(map, field)) {
                evenEmpty(field, rule).check(map, path, sink);
            }
        };
    }

    /** As {@link #named}, for fields in which an empty string is something else than no string. */
    static Constraint evenEmpty(String field, UnaryOperator<String> rule) {
        return (map, path, sink) -> visit(map, path, field, (node, place) -> {
            if (node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.STRING) {
                String wrong = rule.apply(scalar.text());
                if (!wrong.isEmpty()) {
                    sink.report(
                            SchemaRules.INVALID_NAME,
                            place,
                            "%s \"%s\" is not valid: %s".formatted(field, scalar.text(), wrong));
                }
            }
        });
    }

    /** The field is absent or null. */
    static Constraint forbidden(String field, String why) {
        return (map, path, sink) -> {
            if (!Fields.isAbsent(map, field)) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key(field),
                        "%s takes no %s: %s".formatted(Wording.last(path), field, why));
            }
        };
    }

    /** The constraint holds for the mapping in a field, if there is one. */
    static Constraint inside(String field, Constraint constraint) {
        return (map, path, sink) -> map.map(field).ifPresent(inner -> constraint.check(inner, path.key(field), sink));
    }

    /** The constraint holds for each mapping in a list. */
    static Constraint each(String field, Constraint constraint) {
        return (map, path, sink) -> visit(map, path, field, (node, place) -> {
            if (node instanceof MapNode item) {
                constraint.check(item, place, sink);
            }
        });
    }

    /** Keys, and values if a rule for them is given, of a map of strings. */
    static Constraint keys(String field, UnaryOperator<String> keyRule, UnaryOperator<String> valueRule) {
        return (map, path, sink) -> map.map(field).ifPresent(entries -> {
            for (MapNode.Entry entry : entries.entries()) {
                FieldPath place = path.key(field).key(entry.key());
                String wrong = keyRule.apply(entry.key());
                if (!wrong.isEmpty()) {
                    sink.report(
                            SchemaRules.INVALID_NAME,
                            place,
                            "the key \"%s\" is not valid: %s".formatted(entry.key(), wrong));
                }
                if (entry.value() instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.STRING) {
                    String bad = valueRule.apply(scalar.text());
                    if (!bad.isEmpty()) {
                        sink.report(
                                SchemaRules.INVALID_NAME,
                                place,
                                "the value \"%s\" of %s is not valid: %s".formatted(scalar.text(), entry.key(), bad));
                    }
                }
            }
        });
    }

    /** The fields are there and neither null nor empty. */
    static Constraint required(String... fields) {
        return (map, path, sink) -> {
            for (String field : fields) {
                if (Fields.isEmpty(map, field)) {
                    sink.report(
                            SchemaRules.MISSING_FIELD,
                            path.key(field),
                            "%s needs %s".formatted(Wording.last(path), field));
                }
            }
        };
    }

    /** One of the fields is there. */
    static Constraint anyOf(String what, String... fields) {
        return (map, path, sink) -> {
            if (Fields.present(map, fields).isEmpty()) {
                sink.report(
                        SchemaRules.MISSING_FIELD,
                        path,
                        "%s needs %s: one of %s".formatted(Wording.last(path), what, String.join(", ", fields)));
            }
        };
    }

    /** At most one of the fields is there. */
    static Constraint atMostOne(String what, String... fields) {
        return (map, path, sink) -> {
            List<String> present = Fields.present(map, fields);
            if (present.size() > 1) {
                sink.report(
                        SchemaRules.CROSS_FIELD,
                        path.key(present.get(1)),
                        "%s has %s and may have only one %s"
                                .formatted(Wording.last(path), String.join(" and ", present), what));
            }
        };
    }

    /** Entries of the list differ in these fields taken together; entries without the first field do not count. */
    static Constraint unique(String list, List<String> fields, List<String> defaults) {
        return (map, path, sink) -> {
            List<Node> items = map.list(list).map(ListNode::items).orElse(List.of());
            Set<List<String>> seen = new HashSet<>();
            for (int i = 0; i < items.size(); i++) {
                if (!(items.get(i) instanceof MapNode item) || Fields.isEmpty(item, fields.getFirst())) {
                    continue;
                }
                List<String> key = new ArrayList<>();
                for (int f = 0; f < fields.size(); f++) {
                    key.add(Fields.scalar(item, fields.get(f)).orElse(defaults.get(f)));
                }
                if (!seen.add(key)) {
                    sink.report(
                            SchemaRules.DUPLICATE_ENTRY,
                            path.key(list).index(i).key(fields.getFirst()),
                            "%s already has an entry with %s %s"
                                    .formatted(list, String.join("/", fields), String.join("/", key)));
                }
            }
        };
    }

    static Constraint unique(String list, String field) {
        return unique(list, List.of(field), List.of(""));
    }

    /** The field is there, even if it holds nothing. */
    static Constraint present(String field) {
        return (map, path, sink) -> {
            if (Fields.isAbsent(map, field)) {
                sink.report(
                        SchemaRules.MISSING_FIELD, path.key(field), "%s needs %s".formatted(Wording.last(path), field));
            }
        };
    }

    /** The list has no more entries than these. */
    static Constraint most(String list, int most) {
        return (map, path, sink) -> {
            List<Node> items = map.list(list).map(ListNode::items).orElse(List.of());
            if (items.size() > most) {
                sink.report(
                        SchemaRules.INVALID_VALUE, path.key(list), "%s takes %d entries at most".formatted(list, most));
            }
        };
    }

    /** The constraint holds when the field is this word. */
    static Constraint when(String field, String word, Constraint constraint) {
        return (map, path, sink) -> {
            if (Fields.scalar(map, field).filter(word::equals).isPresent()) {
                constraint.check(map, path, sink);
            }
        };
    }

    /** The constraint holds unless the field is this word. */
    static Constraint unless(String field, String word, Constraint constraint) {
        return (map, path, sink) -> {
            if (!Fields.scalar(map, field).filter(word::equals).isPresent()) {
                constraint.check(map, path, sink);
            }
        };
    }

    /** Does something with a node and its path. */
    interface Visitor {
        void visit(Node node, FieldPath path);
    }

    /** Visits the entries of a list, or the one value that is there. */
    static void visit(MapNode map, FieldPath path, String field, Visitor visitor) {
        map.get(field).ifPresent(node -> {
            if (node instanceof ListNode list) {
                for (int i = 0; i < list.items().size(); i++) {
                    visitor.visit(decoded(list.items().get(i)), path.key(field).index(i));
                }
            } else {
                visitor.visit(node, path.key(field));
            }
        });
    }

    /** A null in a list is decoded as an empty string where strings are expected. */
    private static Node decoded(Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull()
                ? new ScalarNode(ScalarNode.Kind.STRING, "", false, "", scalar.mark())
                : node;
    }
}
