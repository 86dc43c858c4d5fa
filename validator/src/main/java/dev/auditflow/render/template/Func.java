package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a template function. */
@FunctionalInterface
public interface Func {
    /**
     * Calls the function. Count and types of the arguments are those of its signature; the variadic ones come one by
     * one at the end.
     *
     * @throws TemplateException with Go's error text alone; the evaluator adds the place
     */
    @Nullable
    Object call(FnContext context, List<@Nullable Object> args) throws TemplateException;
}
