package dev.auditflow.check.schema;

import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;

/** Objects as the API server keeps them: a null field is an absent field. Nulls in lists stay. */
final class WithoutNulls {
    private WithoutNulls() {}

    static byte[] json(Node node) {
        return Json.bytes(of(node));
    }

    static Node of(Node node) {
        return switch (node) {
            case MapNode map ->
                new MapNode(
                        map.entries().stream()
                                .filter(entry -> !(entry.value() instanceof ScalarNode scalar && scalar.isNull()))
                                .map(entry -> new MapNode.Entry(entry.key(), entry.keyMark(), of(entry.value())))
                                .toList(),
                        map.mark());
            case ListNode list ->
                new ListNode(list.items().stream().map(WithoutNulls::of).toList(), list.mark());
            case ScalarNode scalar -> scalar;
        };
    }
}
