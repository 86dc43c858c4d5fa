package dev.auditflow.render.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions that Helm adds and that need the engine: they render templates or stop the rendering. */
final class HelmFunctions {
    /** Around the message of fail and required, so that Helm can tell it from the place. */
    static final String WARN_START = "HELM_ERR_START";

    static final String WARN_END = "HELM_ERR_END";

    /** No template can have this name. */
    private static final String TPL = "\0tpl";

    private static final int MAX_NESTED = 1000;

    private HelmFunctions() {}

    static List<Fn> functions() {
        return List.of(
                Fn.aware("include", "func(string, interface {}) (string, error)", HelmFunctions::include),
                Fn.aware("tpl", "func(string, interface {}) (string, error)", HelmFunctions::tpl),
                Fn.aware("required", "func(string, interface {}) (interface {}, error)", HelmFunctions::required),
                new Fn("fail", "func(string) (string, error)", (context, args) -> {
                    throw warning(String.valueOf(args.getFirst()));
                }),
                new Fn(
                        "lookup",
                        "func(string, string, string, string) (map[string]interface {}, error)",
                        (context, args) -> new GoMap()));
    }

    private static TemplateException warning(String message) {
        return new TemplateException(WARN_START + message + WARN_END);
    }

    private static Object include(FnContext context, List<@Nullable Object> args) {
        String name = String.valueOf(Traced.plain(args.getFirst()));
        int nested = context.enter(name);
        if (nested > MAX_NESTED) {
            throw new TemplateException(
                    "rendering template has a nested reference name: " + name + ": unable to execute template");
        }
        try {
            return State.of(context).include(name, args.get(1));
        } finally {
            context.leave(name);
        }
    }

    private static Object tpl(FnContext context, List<@Nullable Object> args) {
        State state = State.of(context);
        Object text = args.getFirst();
        Trace trace = Traced.trace(text);
        Frame here = state.out.frame;
        Trace runs = trace instanceof Runs ? trace : Runs.of(state.node().writer(trace), here);
        if (context.enter(TPL) > MAX_NESTED) {
            throw new TemplateException("rendering stopped: tpl calls itself more than " + MAX_NESTED + " deep");
        }
        try {
            Frame frame = new Frame(state.node(), here);
            return state.templates.runText(new Traced(Traced.plain(text), runs), args.get(1), context, frame);
        } finally {
            context.leave(TPL);
        }
    }

    private static @Nullable Object required(FnContext context, List<@Nullable Object> args) {
        Object value = args.get(1);
        Object plain = Traced.plain(value);
        if (plain == null || plain.equals("")) {
            throw warning(String.valueOf(Traced.plain(args.getFirst())));
        }
        return value;
    }
}
