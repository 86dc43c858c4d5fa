package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** The name of a function. */
final class IdentifierNode extends Operand {
    private final FunctionTable.Callable function;

    IdentifierNode(Tree tree, int position, FunctionTable.Callable function) {
        super(tree, position);
        this.function = function;
    }

    @Override
    @Nullable
    Object command(State state, CommandNode command, @Nullable Object last) {
        state.at(this);
        return Calls.call(state, function, command, command, last);
    }

    @Override
    @Nullable
    Object argument(State state, @Nullable GoType type) {
        state.at(this);
        return Arguments.check(state, Calls.call(state, function, this, CommandNode.EMPTY, Absent.MISSING), type);
    }

    @Override
    void print(StringBuilder out) {
        out.append(function.function().name());
    }
}
