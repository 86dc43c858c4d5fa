package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** A control structure with a pipeline, a body and perhaps an else. */
abstract class BranchNode extends Statement {
    final PipeNode pipe;
    final ListNode body;
    final @Nullable ListNode otherwise;
    private final String keyword;

    BranchNode(String keyword, PipeNode pipe, ListNode body, @Nullable ListNode otherwise) {
        super(pipe.tree, pipe.position);
        this.keyword = keyword;
        this.pipe = pipe;
        this.body = body;
        this.otherwise = otherwise;
    }

    final Flow walkElse(State state) {
        if (otherwise != null) {
            return otherwise.walk(state);
        }
        TemplateHits hits = state.templates.hits();
        if (hits != null) {
            hits.enter(this);
        }
        return Flow.NEXT;
    }

    final String keyword() {
        return keyword;
    }

    @Override
    final void print(StringBuilder out) {
        out.append("{{").append(keyword).append(' ');
        pipe.print(out);
        out.append("}}");
        body.print(out);
        if (otherwise != null) {
            out.append("{{else}}");
            otherwise.print(out);
        }
        out.append("{{end}}");
    }
}
