package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** A part of a command. */
abstract class Operand extends Node {
    Operand(Tree tree, int position) {
        super(tree, position);
    }

    /**
     * Evaluates the operand as the first word of a command.
     *
     * @param last value that comes through the pipeline, {@link Absent#MISSING} for none
     */
    abstract @Nullable Object command(State state, CommandNode command, @Nullable Object last);

    /**
     * Evaluates the operand as an argument.
     *
     * @param type of the parameter; null when any value will do
     */
    abstract @Nullable Object argument(State state, @Nullable GoType type);

    /** The error for a constant that does not fit its parameter. */
    final TemplateException misfit(State state, GoType type) {
        state.at(this);
        return switch (type.kind()) {
            case BOOL -> state.error("expected bool; found " + source());
            case STRING -> state.error("expected string; found " + source());
            case INT -> state.error("expected integer; found " + source());
            case UINT -> state.error("expected unsigned integer; found " + source());
            case FLOAT -> state.error("expected float; found " + source());
            case COMPLEX -> state.error("expected complex; found " + source());
            default -> state.error("can't handle " + source() + " for arg of type " + type.name());
        };
    }

    /** Refuses arguments for a word that is no function. */
    static void notAFunction(State state, CommandNode command, @Nullable Object last) {
        if (command.size() > 1 || last != Absent.MISSING) {
            throw state.error(
                    "can't give argument to non-function " + command.first().source());
        }
    }
}
