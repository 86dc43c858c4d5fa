package dev.auditflow.render.template;

/** A node that writes output. */
abstract class Statement extends Node {
    Statement(Tree tree, int position) {
        super(tree, position);
    }

    abstract Flow walk(State state);

    /** Whether the node is nothing but space. */
    boolean isEmpty() {
        return false;
    }
}
