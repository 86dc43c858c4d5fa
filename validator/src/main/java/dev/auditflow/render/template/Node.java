package dev.auditflow.render.template;

/** A node of a parsed template. */
abstract class Node {
    final Tree tree;
    /** Offset in the text of the tree in UTF-16 units. */
    final int position;

    Node(Tree tree, int position) {
        this.tree = tree;
        this.position = position;
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
}
