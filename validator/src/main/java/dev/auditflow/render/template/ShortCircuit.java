package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code and} and {@code or}: the evaluator stops at the first argument that decides.
 *
 * @param stopsAt truth of the argument that decides
 */
record ShortCircuit(boolean stopsAt) implements Func {
    static final GoType TYPE = GoType.parse("reflect.Value");

    @Override
    public @Nullable Object call(FnContext context, List<@Nullable Object> args) {
        throw new IllegalStateException("and, or are evaluated by the evaluator");
    }
}
