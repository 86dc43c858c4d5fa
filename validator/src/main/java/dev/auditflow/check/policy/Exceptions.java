package dev.auditflow.check.policy;

import dev.auditflow.check.policy.rego.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** Conftest's {@code exception} rules: a collection of collections of rule names without {@code deny_}. */
final class Exceptions {
    private Exceptions() {}

    static boolean cover(Optional<Value> exceptions, String suffix) {
        Value name = Value.of(suffix);
        return exceptions.stream()
                .flatMap(value -> members(value).stream())
                .flatMap(value -> members(value).stream())
                .anyMatch(name::equals);
    }

    private static Collection<Value> members(Value value) {
        return switch (value) {
            case Value.Arr(List<Value> items) -> items;
            case Value.Members(SortedSet<Value> items) -> items;
            case Value.Obj(SortedMap<Value, Value> fields) -> fields.values();
            default -> List.of();
        };
    }
}
