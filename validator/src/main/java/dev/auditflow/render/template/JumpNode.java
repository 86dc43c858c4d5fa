package dev.auditflow.render.template;

/** {@code break} or {@code continue}. */
final class JumpNode extends Statement {
    private final Flow flow;

    JumpNode(Tree tree, int position, Flow flow) {
        super(tree, position);
        this.flow = flow;
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        return flow;
    }

    @Override
    void print(StringBuilder out) {
        out.append(flow == Flow.BREAK ? "{{break}}" : "{{continue}}");
    }
}
