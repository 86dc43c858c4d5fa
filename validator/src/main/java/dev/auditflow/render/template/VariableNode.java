package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A variable, perhaps with fields: {@code $x.name}. */
final class VariableNode extends ReferenceNode {
    VariableNode(Tree tree, int position, List<String> names) {
        super(tree, position, names);
    }

    /** The name with its dollar sign. */
    String name() {
        return names().getFirst();
    }

    @Override
    @Nullable
    Object value(State state, CommandNode command, @Nullable Object last) {
        int index = state.index(names().getFirst());
        Object value = Fields.typed(state.variable(index), state.isInterface(index));
        if (names().size() == 1) {
            if (!command.isEmpty()) {
                notAFunction(state, command, last);
            }
            return value;
        }
        return located(state, Fields.chain(state, this, value, state.isInterface(index), names(), 1, command, last));
    }

    @Override
    void print(StringBuilder out) {
        out.append(String.join(".", names()));
    }
}
