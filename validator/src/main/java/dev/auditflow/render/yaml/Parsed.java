package dev.auditflow.render.yaml;

import dev.auditflow.yaml.Node;
import org.jspecify.annotations.Nullable;

/**
 * A node as parsed.
 *
 * @param node null while what an anchor names is not read to its end
 * @param nodes how many it stands for
 * @param alias whether it was written as an alias
 */
record Parsed(@Nullable Node node, long nodes, boolean alias) {
    /** The node of what is read. */
    Node known() {
        if (node == null) {
            throw new IllegalStateException("a node is used before it is read");
        }
        return node;
    }
}
