package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operand that names a value, which may be a method and then takes the arguments of its command. */
abstract class ReferenceNode extends Operand {
    private final List<String> names;

    ReferenceNode(Tree tree, int position, List<String> names) {
        super(tree, position);
        this.names = List.copyOf(names);
    }

    /** The names from the outermost one to that of the value. */
    final List<String> names() {
        return names;
    }

    @Override
    @Nullable
    final Object command(State state, CommandNode command, @Nullable Object last) {
        state.at(this);
        return value(state, command, last);
    }

    @Override
    @Nullable
    final Object argument(State state, @Nullable GoType type) {
        state.at(this);
        return Arguments.check(state, value(state, CommandNode.EMPTY, Absent.MISSING), type);
    }

    /** What it names; {@code state} stands at this node. */
    abstract @Nullable Object value(State state, CommandNode command, @Nullable Object last);
}
