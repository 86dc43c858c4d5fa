package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of a term: {@code (f .x).name}. */
final class ChainNode extends ReferenceNode {
    private final Operand term;

    ChainNode(Tree tree, int position, Operand term, List<String> names) {
        super(tree, position, names);
        this.term = term;
    }

    Operand term() {
        return term;
    }

    @Override
    @Nullable
    Object value(State state, CommandNode command, @Nullable Object last) {
        if (term instanceof NilNode) {
            throw state.error("indirection through explicit nil in " + source());
        }
        Object receiver = term.argument(state, null);
        Object value = Fields.chain(state, this, receiver, false, names(), 0, command, last);
        return located(state, value);
    }

    @Override
    void print(StringBuilder out) {
        boolean pipe = term instanceof PipeNode;
        out.append(pipe ? "(" : "");
        term.print(out);
        out.append(pipe ? ")" : "");
        names().forEach(name -> out.append('.').append(name));
    }
}
