package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** The dot. */
final class DotNode extends Operand {
    DotNode(Tree tree, int position) {
        super(tree, position);
    }

    @Override
    @Nullable
    Object command(State state, CommandNode command, @Nullable Object last) {
        state.at(this);
        notAFunction(state, command, last);
        return state.dot;
    }

    @Override
    @Nullable
    Object argument(State state, @Nullable GoType type) {
        state.at(this);
        return Arguments.check(state, Fields.typed(state.dot, state.dotIsInterface), type);
    }

    @Override
    void print(StringBuilder out) {
        out.append('.');
    }
}
