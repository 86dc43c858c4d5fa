package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** {@code nil}. */
final class NilNode extends Operand {
    NilNode(Tree tree, int position) {
        super(tree, position);
    }

    @Override
    @Nullable
    Object command(State state, CommandNode command, @Nullable Object last) {
        state.at(this);
        notAFunction(state, command, last);
        throw state.error("nil is not a command");
    }

    @Override
    @Nullable
    Object argument(State state, @Nullable GoType type) {
        state.at(this);
        if (type == null || type.canBeNil()) {
            return type == null ? null : type.zero();
        }
        throw state.error("cannot assign nil to " + type.name());
    }

    @Override
    void print(StringBuilder out) {
        out.append("nil");
    }
}
