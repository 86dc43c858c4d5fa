package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints of device claims in which several fields take part. */
final class DeviceRules {
    private DeviceRules() {}

    /** The field is there, even if it holds nothing. */
    static Constraint needs(String field) {
        return (map, path, sink) -> {
            if (Constraints.isAbsent(map, field)) {
                sink.report(
                        SchemaRules.MISSING_FIELD,
                        path.key(field),
                        "%s needs %s".formatted(SchemaValidator.last(path), field));
            }
        };
    }

    static Constraint most(String list, int most) {
        return (map, path, sink) -> {
            List<Node> items = map.list(list).map(ListNode::items).orElse(List.of());
            if (items.size() > most) {
                sink.report(
                        SchemaRules.INVALID_VALUE, path.key(list), "%s takes %d entries at most".formatted(list, most));
            }
        };
    }

    static void oneWay(MapNode request, FieldPath path, Sink sink) {
        boolean exactly = !Constraints.isAbsent(request, "exactly");
        boolean first = !Constraints.isEmpty(request, "firstAvailable");
        if (exactly == first) {
            sink.report(
                    exactly ? SchemaRules.CROSS_FIELD : SchemaRules.MISSING_FIELD,
                    path.key("exactly"),
                    "%s has either exactly or firstAvailable".formatted(SchemaValidator.last(path)));
        }
    }

    /** All devices are not counted; else there is one or more, one if nothing is said. */
    static void count(MapNode request, FieldPath path, Sink sink) {
        Optional<BigInteger> count = Constraints.number(request, "count").filter(number -> number.signum() != 0);
        boolean all = Constraints.scalar(request, "allocationMode")
                .filter("All"::equals)
                .isPresent();
        if (all && count.isPresent()) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("count"), "allocationMode All takes no count");
        } else if (count.filter(number -> number.signum() < 0).isPresent()) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("count"), "count must be above 0");
        }
    }

    /** Constraints and configurations are about requests of the claim. */
    static void references(MapNode claim, FieldPath path, Sink sink) {
        Set<String> names = new HashSet<>();
        for (MapNode request : Constraints.maps(claim, "requests")) {
            String name = Constraints.scalar(request, "name").orElse("");
            names.add(name);
            for (MapNode alternative : Constraints.maps(request, "firstAvailable")) {
                names.add(name + "/" + Constraints.scalar(alternative, "name").orElse(""));
            }
        }
        for (String field : List.of("constraints", "config")) {
            Constraint known = Constraints.evenEmpty(
                    "requests", name -> names.contains(name) ? "" : "the claim has no request of this name");
            Constraints.each(field, known).check(claim, path, sink);
            Constraints.each(field, PolicyRules.distinct("requests")).check(claim, path, sink);
        }
        Constraints.each("constraints", Constraints.anyOf("an attribute", "distinctAttribute", "matchAttribute"))
                .check(claim, path, sink);
    }
}
