package dev.auditflow.diff;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What a node holds as a bag of fields with their values, to say how alike two nodes are. */
record Leaves(Map<Integer, Integer> counts, int total) {
    static Leaves of(Node node) {
        Map<Integer, Integer> counts = new HashMap<>();
        collect(node, 0, counts);
        return new Leaves(
                counts, counts.values().stream().mapToInt(Integer::intValue).sum());
    }

    private static void collect(Node node, int path, Map<Integer, Integer> counts) {
        switch (node) {
            case MapNode map
            when !map.entries().isEmpty() ->
                map.entries()
                        .forEach(entry ->
                                collect(entry.value(), path * 31 + entry.key().hashCode(), counts));
            case ListNode list
            when !list.items().isEmpty() -> list.items().forEach(item -> collect(item, path * 31 + 1, counts));
            case ScalarNode scalar
            when scalar.text().indexOf('\n') >= 0 ->
                scalar.text().lines().forEach(line -> counts.merge(Objects.hash(path, line), 1, Integer::sum));
            default -> counts.merge(Objects.hash(path, Same.hash(node)), 1, Integer::sum);
        }
    }

    /** The share of fields that both have, from 0 to 1. */
    double likeness(Leaves other) {
        int common = 0;
        for (Map.Entry<Integer, Integer> leaf : counts.entrySet()) {
            common += Math.min(leaf.getValue(), other.counts.getOrDefault(leaf.getKey(), 0));
        }
        int all = total + other.total - common;
        return all == 0 ? 1 : (double) common / all;
    }
}
