package dev.auditflow.render.template;

import java.util.List;

/** Statements one after the other. */
final class ListNode extends Statement {
    private final List<Statement> statements;

    ListNode(Tree tree, int position, List<Statement> statements) {
        super(tree, position);
        this.statements = List.copyOf(statements);
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        for (Statement statement : statements) {
            Flow flow = statement.walk(state);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    @Override
    boolean isEmpty() {
        return statements.stream().allMatch(Statement::isEmpty);
    }

    @Override
    void print(StringBuilder out) {
        statements.forEach(statement -> statement.print(out));
    }
}
