package dev.auditflow.render.template;

/** One execution of one template. */
final class State {
    final Node node;

    State(Node node) {
        this.node = node;
    }

    String templateName() {
        return node.tree.parseName;
    }

    int line() {
        return node.line();
    }
}
