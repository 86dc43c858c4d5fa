package dev.auditflow.check.policy;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Findings out of the value of a rule: a set or list of messages, each a string or an object with {@code msg}. What is
 * no such value is a finding too, since conftest would take it for a pass.
 *
 * @param resource the object that was {@code input}; empty if all objects were
 */
record Results(PolicyRule rule, Subject subject, Optional<Resource> resource) {
    private static final int MOST_SHOWN = 200;

    /** More findings of one rule about one input help nobody. */
    private static final int MOST_FINDINGS = 1_000;

    List<Finding> findings(Value value) {
        return switch (value) {
            case Value.Arr(List<Value> items) -> each(items);
            case Value.Members(SortedSet<Value> items) -> each(items);
            case Value.Bool(boolean holds) when !holds -> List.of();
            case Value.Obj object when object.fields().isEmpty() -> List.of();
            case Value.Null _ -> List.of();
            default ->
                List.of(malformed("%s.%s gave %s, which is no set of messages; write \"%s contains msg if { … }\""
                        .formatted(rule.pack(), rule.name(), shown(value), rule.name())));
        };
    }

    private List<Finding> each(Collection<Value> items) {
        List<Finding> findings = new ArrayList<>();
        for (Value item : items) {
            if (findings.size() == MOST_FINDINGS) {
                findings.add(malformed("%s.%s gave %,d messages about one input; only the first %,d are reported"
                        .formatted(rule.pack(), rule.name(), items.size(), MOST_FINDINGS)));
                break;
            }
            findings.add(one(item));
        }
        return findings;
    }

    private Finding one(Value item) {
        return switch (item) {
            case Value.Str(String text) -> about(resource, FieldPath.root(), text);
            case Value.Obj object
            when object.string("msg").isPresent() ->
                located(object, object.string("msg").get());
            default ->
                malformed("%s.%s gave %s; a message is a string, or an object whose msg is a string"
                        .formatted(rule.pack(), rule.name(), shown(item)));
        };
    }

    private Finding located(Value.Obj result, String message) {
        Optional<Resource> which = resource.or(() -> indexed(result));
        Finding finding = about(which, path(result), message);
        Finding placed = result.get("_loc")
                .filter(Value.Obj.class::isInstance)
                .map(Value.Obj.class::cast)
                .flatMap(Results::place)
                .map(place -> finding.withLocation(new Location(place, Origin.none())))
                .orElse(finding);
        return result.string("remedy").map(placed::withRemedy).orElse(placed);
    }

    private Finding about(Optional<Resource> which, FieldPath path, String text) {
        String message = text.isBlank() ? "%s.%s gave no words".formatted(rule.pack(), rule.name()) : text;
        return which.map(object -> Finding.at(rule.rule(), object, path, message))
                .orElseGet(() -> Finding.about(rule.rule(), Location.none(), message));
    }

    private Finding malformed(String message) {
        return resource.map(object -> Finding.at(PolicyRules.NOT_EVALUATED, object, FieldPath.root(), message))
                .orElseGet(() -> Finding.about(PolicyRules.NOT_EVALUATED, Location.none(), message));
    }

    /** The path that the policy names, if it is one: other metadata may have the same name. */
    private static FieldPath path(Value.Obj result) {
        return result.get("path").map(PolicyInput::path).orElse(FieldPath.root());
    }

    private Optional<Resource> indexed(Value.Obj result) {
        return result.get("index")
                .filter(Value.Num.class::isInstance)
                .flatMap(number -> ((Value.Num) number).asInt())
                .filter(i -> i >= 0 && i < subject.resources().size())
                .map(subject.resources()::get);
    }

    private static Optional<Place> place(Value.Obj location) {
        int line = location.get("line")
                .filter(Value.Num.class::isInstance)
                .flatMap(number -> ((Value.Num) number).asInt())
                .orElse(0);
        return location.string("file")
                .filter(file -> !file.isBlank())
                .map(file -> new Place(file, Math.max(0, line), 0));
    }

    private static String shown(Value value) {
        String text = ValueWriter.json(value);
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }
}
