package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** {@code true}, {@code false} or a string. */
final class ConstantNode extends Operand {
    private final String literal;
    private final Traced value;
    private final GoType.Kind kind;

    private ConstantNode(Tree tree, int position, String literal, Object plain, GoType.Kind kind) {
        super(tree, position);
        this.literal = literal;
        this.kind = kind;
        this.value = new Traced(plain, Runs.of(writer(null), null));
    }

    static ConstantNode bool(Tree tree, int position, boolean value) {
        return new ConstantNode(tree, position, Boolean.toString(value), value, GoType.Kind.BOOL);
    }

    static ConstantNode string(Tree tree, int position, String quoted, String text) {
        return new ConstantNode(tree, position, quoted, text, GoType.Kind.STRING);
    }

    @Override
    Object command(State state, CommandNode command, @Nullable Object last) {
        state.at(this);
        notAFunction(state, command, last);
        return value(state);
    }

    @Override
    Object argument(State state, @Nullable GoType type) {
        state.at(this);
        if (type == null || type.kind() == kind || type.kind() == GoType.Kind.ANY || type.kind() == GoType.Kind.VALUE) {
            return value(state);
        }
        throw misfit(state, type);
    }

    private Object value(State state) {
        return state.out.frame == null ? value : new Traced(value.value(), Runs.of(writer(null), state.out.frame));
    }

    @Override
    void print(StringBuilder out) {
        out.append(literal);
    }
}
