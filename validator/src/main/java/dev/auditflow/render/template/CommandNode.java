package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stage of a pipeline: a word and its arguments. */
final class CommandNode extends Node {
    /** Stands for a word without arguments inside another command. */
    static final CommandNode EMPTY = new CommandNode(new Tree("", "", "", null), 0, List.of());

    private final List<Operand> operands;

    CommandNode(Tree tree, int position, List<Operand> operands) {
        super(tree, position);
        this.operands = List.copyOf(operands);
    }

    List<Operand> operands() {
        return operands;
    }

    boolean isEmpty() {
        return operands.isEmpty();
    }

    /** How many words the command has. */
    int size() {
        return operands.size();
    }

    Operand first() {
        return operands.getFirst();
    }

    /** How many arguments follow the first word. */
    int arguments() {
        return Math.max(0, operands.size() - 1);
    }

    Operand argument(int index) {
        return operands.get(index + 1);
    }

    @Nullable
    Object evaluate(State state, @Nullable Object last) {
        return operands.getFirst().command(state, this, last);
    }

    @Override
    void print(StringBuilder out) {
        String separator = "";
        for (Operand operand : operands) {
            out.append(separator);
            separator = " ";
            boolean pipe = operand instanceof PipeNode;
            out.append(pipe ? "(" : "");
            operand.print(out);
            out.append(pipe ? ")" : "");
        }
    }
}
