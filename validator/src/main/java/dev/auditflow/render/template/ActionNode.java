package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** A pipeline between delimiters, printed unless it declares variables. */
final class ActionNode extends Statement {
    private final PipeNode pipe;

    ActionNode(Tree tree, int position, PipeNode pipe) {
        super(tree, position);
        this.pipe = pipe;
    }

    PipeNode pipe() {
        return pipe;
    }

    @Override
    Flow walk(State state) {
        state.at(this);
        Object value = pipe.evaluate(state);
        if (!pipe.declares()) {
            state.at(this);
            print(state, value);
        }
        return Flow.NEXT;
    }

    private void print(State state, @Nullable Object value) {
        int before = state.out.text.length();
        switch (Traced.plain(value)) {
            case null -> state.out.append("<no value>", writer(null));
            case Fn function -> throw state.error("can't print " + source() + " of type " + function.goSignature());
            case GoStruct struct
            when isPointer(struct) -> {
                // What an action prints is looked through to what it points at.
                String text = String.valueOf(struct.text());
                state.out.append(text.substring(1), writer(Traced.trace(value)));
            }
            default -> printed(state, value);
        }
        state.produce(state.out.text.length() - before);
    }

    private void printed(State state, @Nullable Object value) {
        try {
            GoFormat.value(state.out, value, this);
        } catch (TemplateException e) {
            throw state.error(e.text());
        }
    }

    private static boolean isPointer(GoStruct struct) {
        String text = struct.text();
        return text != null && text.startsWith("&{");
    }

    @Override
    void print(StringBuilder out) {
        out.append("{{");
        pipe.print(out);
        out.append("}}");
    }
}
