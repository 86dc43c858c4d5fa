package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** A node of a parsed template. */
abstract class Node {
    final Tree tree;
    /** Offset in the text of the tree in UTF-16 units. */
    final int position;

    private final Writer literal;
    private final Writer computed;

    Node(Tree tree, int position) {
        this.tree = tree;
        this.position = position;
        this.literal = new Writer(this, true, null);
        this.computed = new Writer(this, false, null);
    }

    /** As Go prints the node in error messages. */
    abstract void print(StringBuilder out);

    final String source() {
        StringBuilder out = new StringBuilder();
        print(out);
        return out.toString();
    }

    final int line() {
        return tree.line(position);
    }

    /** A scalar that comes from nowhere known counts as written by the node that names it. */
    final @Nullable Object located(State state, @Nullable Object value) {
        return value == null || value instanceof Traced || !GoTypes.isScalar(value)
                ? value
                : new Traced(value, Runs.of(literal, state.out.frame));
    }

    /** The node as the writer of a value that is printed as it is. */
    final Writer writer(@Nullable Trace trace) {
        return switch (trace) {
            case null -> literal;
            case Source source -> new Writer(this, true, source);
            case Derived derived -> derived.readsValues() ? new Writer(this, false, derived) : computed;
            case Runs runs -> computed(runs);
        };
    }

    /** The node as the writer of something computed from a value. */
    final Writer computed(@Nullable Trace trace) {
        return trace == null || !trace.readsValues() ? computed : new Writer(this, false, trace);
    }
}
