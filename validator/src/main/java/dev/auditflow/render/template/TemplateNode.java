package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import org.jspecify.annotations.Nullable;

/** {@code template}, and what {@code block} leaves in its place. */
final class TemplateNode extends Statement {
    private final String name;
    private final @Nullable PipeNode pipe;

    TemplateNode(Tree tree, int position, String name, @Nullable PipeNode pipe) {
        super(tree, position);
        this.name = name;
        this.pipe = pipe;
    }

    @Nullable
    PipeNode pipe() {
        return pipe;
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        Template template = state.templates.find(name);
        if (template == null) {
            throw state.error("template " + GoQuote.quote(name) + " not defined");
        }
        if (state.depth == State.MAX_DEPTH) {
            throw state.error("exceeded maximum template depth (" + State.MAX_DEPTH + ")");
        }
        Object dot = pipe == null ? null : pipe.evaluate(state);
        Frame before = state.out.frame;
        state.out.frame = new Frame(this, before);
        template.root().walk(state.nested(template, dot));
        state.out.frame = before;
        return Flow.NEXT;
    }

    @Override
    void print(StringBuilder out) {
        out.append("{{template ").append(GoQuote.quote(name));
        if (pipe != null) {
            out.append(' ');
            pipe.print(out);
        }
        out.append("}}");
    }
}
