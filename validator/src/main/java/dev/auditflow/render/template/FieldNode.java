package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of the dot: {@code .Values.name}. */
final class FieldNode extends ReferenceNode {
    FieldNode(Tree tree, int position, List<String> names) {
        super(tree, position, names);
    }

    @Override
    @Nullable
    Object value(State state, CommandNode command, @Nullable Object last) {
        Object receiver = Fields.typed(state.dot, state.dotIsInterface);
        Object value = Fields.chain(state, this, receiver, state.dotIsInterface, names(), 0, command, last);
        return located(state, value);
    }

    @Override
    void print(StringBuilder out) {
        names().forEach(name -> out.append('.').append(name));
    }
}
