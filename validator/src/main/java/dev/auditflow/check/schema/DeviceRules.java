package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constraints of device claims in which several fields take part. */
final class DeviceRules {
    private DeviceRules() {}

    static void oneWay(MapNode request, FieldPath path, Sink sink) {
        boolean exactly = !Fields.isAbsent(request, "exactly");
        boolean first = !Fields.isEmpty(request, "firstAvailable");
        if (exactly == first) {
            sink.report(
                    exactly ? SchemaRules.CROSS_FIELD : SchemaRules.MISSING_FIELD,
                    path.key("exactly"),
                    "%s has either exactly or firstAvailable".formatted(Wording.last(path)));
        }
    }

    /** All devices are not counted; else there is one or more, one if nothing is said. */
    static void count(MapNode request, FieldPath path, Sink sink) {
        Optional<BigInteger> count = Fields.number(request, "count").filter(number -> number.signum() != 0);
        boolean all =
                Fields.scalar(request, "allocationMode").filter("All"::equals).isPresent();
        if (all && count.isPresent()) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("count"), "allocationMode All takes no count");
        } else if (count.filter(number -> number.signum() < 0).isPresent()) {
            sink.report(SchemaRules.INVALID_VALUE, path.key("count"), "count must be above 0");
        }
    }

    /** Constraints and configurations are about requests of the claim. */
    static void references(MapNode claim, FieldPath path, Sink sink) {
        Set<String> names = new HashSet<>();
        for (MapNode request : Fields.maps(claim, "requests")) {
            String name = Fields.scalar(request, "name").orElse("");
            names.add(name);
            for (MapNode alternative : Fields.maps(request, "firstAvailable")) {
                names.add(name + "/" + Fields.scalar(alternative, "name").orElse(""));
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
