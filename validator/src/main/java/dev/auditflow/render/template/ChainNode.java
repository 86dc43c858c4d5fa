package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of a term: {@code (f .x).name}. */
final class ChainNode extends Operand {
    private final Operand term;
    private final List<String> names;

    ChainNode(Tree tree, int position, Operand term, List<String> names) {
        super(tree, position);
        this.term = term;
        this.names = List.copyOf(names);
    }

    Operand term() {
        return term;
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
        if (term instanceof NilNode) {
            throw state.error("indirection through explicit nil in " + source());
        }
        Object receiver = term.argument(state, null);
        Object value = Fields.chain(state, this, receiver, false, names, 0, command, last);
        return located(state, value);
    }

    @Override
    void print(StringBuilder out) {
        boolean pipe = term instanceof PipeNode;
        out.append(pipe ? "(" : "");
        term.print(out);
        out.append(pipe ? ")" : "");
        names.forEach(name -> out.append('.').append(name));
    }
}
