package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** {@code if}. */
final class IfNode extends BranchNode {
    IfNode(PipeNode pipe, ListNode body, @Nullable ListNode otherwise) {
        super("if", pipe, body, otherwise);
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        int mark = state.mark();
        Flow flow = GoTypes.truth(pipe.evaluate(state)) ? body.walk(state) : walkElse(state);
        state.pop(mark);
        return flow;
    }
}
