package dev.auditflow.yaml;

/** One YAML node, read as Kubernetes reads it (YAML 1.1 scalars, JSON data model). */
public sealed interface Node permits MapNode, ListNode, ScalarNode {
    /** Where the node starts. For an aliased node this is the anchor's place. */
    Mark mark();
}
