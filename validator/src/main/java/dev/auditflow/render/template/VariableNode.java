package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A variable, perhaps with fields: {@code $x.name}. */
final class VariableNode extends Operand {
    private final List<String> names;

    VariableNode(Tree tree, int position, List<String> names) {
        super(tree, position);
        this.names = List.copyOf(names);
    }

    /** The name with its dollar sign. */
    String name() {
        return names.getFirst();
    }

    List<String> names() {
        return names;
    }

    @Override
    @Nullable
    Object command(State state, CommandNode command, @Nullable Object last) {
        return evaluate(state, command, last);
    }

    @Override
    @Nullable
    Object argument(State state, @Nullable GoType type) {
        state.at(this);
        return Arguments.check(state, evaluate(state, CommandNode.EMPTY, Absent.MISSING), type);
    }

    private @Nullable Object evaluate(State state, CommandNode command, @Nullable Object last) {
        state.at(this);
        int index = state.index(names.getFirst());
        Object value = Fields.typed(state.variable(index), state.isInterface(index));
        if (names.size() == 1) {
            if (!command.isEmpty()) {
                notAFunction(state, command, last);
            }
            return value;
        }
        return located(state, Fields.chain(state, this, value, state.isInterface(index), names, 1, command, last));
    }

    @Override
    void print(StringBuilder out) {
        out.append(String.join(".", names));
    }
}
