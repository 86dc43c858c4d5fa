package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** {@code with}. */
final class WithNode extends BranchNode {
    WithNode(PipeNode pipe, ListNode body, @Nullable ListNode otherwise) {
        super("with", pipe, body, otherwise);
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        int mark = state.mark();
        Object value = pipe.evaluate(state);
        Flow flow;
        if (GoTypes.truth(value)) {
            Object dot = state.dot;
            boolean dotIsInterface = state.dotIsInterface;
            state.dot = value;
            state.dotIsInterface = false;
            flow = body.walk(state);
            state.dot = dot;
            state.dotIsInterface = dotIsInterface;
        } else {
            flow = walkElse(state);
        }
        state.pop(mark);
        return flow;
    }
}
