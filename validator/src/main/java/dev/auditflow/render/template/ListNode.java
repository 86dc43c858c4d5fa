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
        TemplateHits hits = state.templates.hits();
        if (hits != null) {
            hits.enter(this);
        }
        for (int i = 0; i < statements.size(); i++) {
            Flow flow = statements.get(i).walk(state);
            if (flow != Flow.NEXT) {
                if (hits != null) {
                    hits.leave(this, i);
                }
                return flow;
            }
        }
        return Flow.NEXT;
    }

    List<Statement> statements() {
        return statements;
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
