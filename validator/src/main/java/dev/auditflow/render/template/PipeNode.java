package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that pass their value on, and the variables that get the last one. */
final class PipeNode extends Operand {
    private final List<VariableNode> variables;
    private final boolean assigns;
    private final List<CommandNode> commands;

    PipeNode(Tree tree, int position, List<VariableNode> variables, boolean assigns, List<CommandNode> commands) {
        super(tree, position);
        this.variables = List.copyOf(variables);
        this.assigns = assigns;
        this.commands = List.copyOf(commands);
    }

    List<CommandNode> commands() {
        return commands;
    }

    boolean declares() {
        return !variables.isEmpty();
    }

    int declared() {
        return variables.size();
    }

    /** The value of the last command; a nil of type interface counts as no value. */
    @Nullable
    Object evaluate(State state) {
        state.at(this);
        Object value = Absent.MISSING;
        for (CommandNode command : commands) {
            value = command.evaluate(state, value);
            if (value == Absent.NIL_INTERFACE) {
                value = null;
            }
        }
        for (VariableNode variable : variables) {
            if (assigns) {
                state.set(variable.name(), value, false);
            } else {
                state.push(variable.name(), value);
            }
        }
        return value;
    }

    /** Gives the variables of a range their values for one turn. */
    void assignTurn(State state, @Nullable Object index, @Nullable Object item, boolean isInterface) {
        int size = variables.size();
        if (size == 0) {
            return;
        }
        if (!assigns) {
            state.setTop(1, item, isInterface);
            if (size > 1) {
                state.setTop(2, index, false);
            }
            return;
        }
        if (size > 1) {
            state.set(variables.getFirst().name(), index, false);
        }
        state.set(variables.getLast().name(), item, isInterface);
    }

    @Override
    @Nullable
    Object command(State state, CommandNode command, @Nullable Object last) {
        notAFunction(state, command, last);
        return evaluate(state);
    }

    @Override
    @Nullable
    Object argument(State state, @Nullable GoType type) {
        state.at(this);
        return Arguments.check(state, evaluate(state), type);
    }

    @Override
    void print(StringBuilder out) {
        String separator = "";
        for (VariableNode variable : variables) {
            out.append(separator);
            variable.print(out);
            separator = ", ";
        }
        out.append(variables.isEmpty() ? "" : assigns ? " = " : " := ");
        separator = "";
        for (CommandNode command : commands) {
            out.append(separator);
            command.print(out);
            separator = " | ";
        }
    }
}
