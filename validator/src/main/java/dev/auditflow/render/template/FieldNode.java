package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of the dot: {@code .Values.name}. */
final class FieldNode extends Operand {
    private final List<String> names;

    FieldNode(Tree tree, int position, List<String> names) {
        super(tree, position);
        this.names = List.copyOf(names);
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
        Object receiver = Fields.typed(state.dot, state.dotIsInterface);
        Object value = Fields.chain(state, this, receiver, state.dotIsInterface, names, 0, command, last);
        return located(state, value);
    }

    @Override
    void print(StringBuilder out) {
        names.forEach(name -> out.append('.').append(name));
    }
}
