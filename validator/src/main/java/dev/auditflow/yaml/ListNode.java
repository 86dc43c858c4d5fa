package dev.auditflow.yaml;

import java.util.List;

/** A sequence. */
public record ListNode(List<Node> items, Mark mark) implements Node {
    public ListNode {
        items = List.copyOf(items);
    }
}
