package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code call}: the evaluator calls the function that is the first argument. */
record IndirectCall() implements Func {
    @Override
    public @Nullable Object call(FnContext context, List<@Nullable Object> args) {
        throw new IllegalStateException("call is evaluated by the evaluator");
    }
}
