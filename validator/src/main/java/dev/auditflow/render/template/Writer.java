package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/**
 * Who wrote a run of text.
 *
 * @param node the node of the template
 * @param literal whether the text is in the template or in the values as it is printed
 * @param read what was read from the values to write it, null for nothing
 */
record Writer(Node node, boolean literal, @Nullable Trace read) {
    /** Whether two neighbouring runs can be one; identity is enough, equal nodes at two places are two writers. */
    @SuppressWarnings("ReferenceEquality")
    boolean same(Writer other) {
        // The runs of plain text stay apart, so that columns can be counted inside of each.
        return !(node instanceof TextNode) && node == other.node && literal == other.literal && read == other.read;
    }

    /** The same writer of a text that is no longer as it was printed. */
    Writer computed() {
        return literal ? new Writer(node, false, read) : this;
    }
}
