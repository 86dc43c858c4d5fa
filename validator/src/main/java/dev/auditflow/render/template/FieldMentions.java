package dev.auditflow.render.template;

import dev.auditflow.coverage.TemplateUse.Mention;
import java.util.ArrayList;
import java.util.List;

/** Finds the fields that templates name. */
final class FieldMentions {
    private final List<Mention> found = new ArrayList<>();

    private FieldMentions() {}

    static List<Mention> in(List<ListNode> roots) {
        FieldMentions mentions = new FieldMentions();
        roots.forEach(mentions::statement);
        return mentions.found;
    }

    private void statement(Statement statement) {
        switch (statement) {
            case ListNode list -> list.statements().forEach(this::statement);
            case ActionNode action -> pipe(action.pipe());
            case BranchNode branch -> {
                pipe(branch.pipe);
                statement(branch.body);
                if (branch.otherwise != null) {
                    statement(branch.otherwise);
                }
            }
            case TemplateNode call -> {
                if (call.pipe() != null) {
                    pipe(call.pipe());
                }
            }
            default -> {}
        }
    }

    private void pipe(PipeNode pipe) {
        pipe.commands().forEach(command -> command.operands().forEach(this::operand));
    }

    private void operand(Operand operand) {
        switch (operand) {
            case PipeNode pipe -> pipe(pipe);
            case FieldNode field -> add(field, field.names());
            case VariableNode variable ->
                add(variable, variable.names().subList(1, variable.names().size()));
            case ChainNode chain -> {
                operand(chain.term());
                add(chain, chain.names());
            }
            default -> {}
        }
    }

    private void add(Node node, List<String> names) {
        if (!names.isEmpty()) {
            found.add(new Mention(String.join(".", names), node.line()));
        }
    }
}
