package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/**
 * What any call of a function costs: reading its arguments, and room for its result. Functions whose work or result can
 * be far larger than their arguments charge for that themselves, before they begin.
 */
final class Charges {
    /** A step stands for so many characters read. */
    private static final int CHARS_PER_STEP = 64;

    private static final int ELEMENTS_PER_STEP = 8;

    /** The runs of a text take room too. */
    private static final int RUNS_PER_ELEMENT = 4;

    private Charges() {}

    static void before(FnContext context, @Nullable Object[] args) {
        long steps = 0;
        for (Object arg : args) {
            steps += switch (Traced.plain(arg)) {
                case String text -> text.length() / CHARS_PER_STEP;
                case GoBytes bytes -> bytes.text().length() / CHARS_PER_STEP;
                case GoList list -> list.size() / ELEMENTS_PER_STEP;
                case GoMap map -> map.size() / ELEMENTS_PER_STEP;
                case null, default -> 0;
            };
        }
        if (steps > 0) {
            context.step(steps);
        }
    }

    static void after(FnContext context, @Nullable Object result) {
        switch (Traced.plain(result)) {
            case String text -> context.produce(text.length());
            case GoBytes bytes -> context.produce(bytes.text().length());
            case GoList list -> context.hold(list.size());
            case null, default -> {}
        }
        if (Traced.trace(result) instanceof Runs runs) {
            context.hold(runs.count() / RUNS_PER_ELEMENT);
        }
    }
}
