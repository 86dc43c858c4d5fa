package dev.auditflow.render.template;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls functions and methods. */
final class Calls {
    private Calls() {}

    /**
     * Evaluates the arguments and calls a function.
     *
     * @param place node that an error of the function names
     * @param command whose arguments are passed
     * @param last value from the pipeline
     */
    static @Nullable Object call(
            State state, FunctionTable.Callable callable, Node place, CommandNode command, @Nullable Object last) {
        Fn function = callable.function();
        GoSignature signature = callable.signature();
        int words = command.arguments();
        boolean piped = last != Absent.MISSING;
        int count = piped ? words + 1 : words;
        if (signature.variadic() ? count < signature.fixed() : count != signature.fixed()) {
            throw state.error("wrong number of args for " + function.name() + ": want "
                    + (signature.variadic()
                            ? "at least " + signature.fixed() + " got " + words
                            : signature.fixed() + " got " + count));
        }
        if (function.body() instanceof ShortCircuit circuit) {
            return circuit(state, circuit, command, last);
        }
        @Nullable Object[] args = new Object[count];
        for (int i = 0; i < words; i++) {
            args[i] = command.argument(i).argument(state, signature.at(i));
        }
        if (piped) {
            args[words] = Arguments.check(state, last, signature.at(words));
        }
        if (function.body() instanceof IndirectCall) {
            return indirect(state, place, command, args);
        }
        return invoke(state, function, place, args);
    }

    private static @Nullable Object circuit(
            State state, ShortCircuit circuit, CommandNode command, @Nullable Object last) {
        Object value = null;
        for (int i = 0; i < command.arguments(); i++) {
            value = command.argument(i).argument(state, ShortCircuit.TYPE);
            if (GoTypes.truth(value) == circuit.stopsAt()) {
                return value;
            }
        }
        return last == Absent.MISSING ? value : Arguments.check(state, last, ShortCircuit.TYPE);
    }

    private static @Nullable Object invoke(State state, Fn function, Node place, @Nullable Object[] args) {
        state.step();
        boolean traced = false;
        @Nullable Object[] passed = args;
        if (!function.aware()) {
            for (int i = 0; i < args.length; i++) {
                if (args[i] instanceof Traced one) {
                    if (!traced) {
                        passed = args.clone();
                        traced = true;
                    }
                    passed[i] = one.value();
                }
            }
        }
        Object result;
        state.context.state = state;
        Node before = state.node();
        state.at(place);
        try {
            Charges.before(state.context, passed);
            result = function.body().call(state.context, Arrays.asList(passed));
            Charges.after(state.context, result);
        } catch (TemplateException e) {
            throw state.failed(place, function.name(), e);
        } catch (RuntimeException e) {
            throw state.failed(place, function.name(), new TemplateException("internal error: " + e));
        }
        state.at(before);
        if (function.aware() || result == null || result instanceof Traced) {
            return result;
        }
        Trace trace = traced ? traceOf(result, args) : Derived.NOTHING;
        return result instanceof Boolean && !trace.readsValues() ? result : new Traced(result, trace);
    }

    /** What a function gives back unchanged keeps its trace; everything else is computed from all arguments. */
    private static Trace traceOf(Object result, @Nullable Object[] args) {
        for (int i = args.length - 1; i >= 0; i--) {
            if (args[i] instanceof Traced(Object value, Trace trace) && isUnchanged(result, value, args.length)) {
                return trace;
            }
        }
        return Derived.of(Arrays.asList(args));
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isUnchanged(Object result, @Nullable Object value, int arguments) {
        return switch (result) {
            case GoMap map -> map == value;
            case GoList list -> list == value;
            case String text when value instanceof String -> !text.isEmpty() && text.equals(value);
            case Boolean _ -> false;
            default ->
                arguments == 1
                        && !(value instanceof GoMap || value instanceof GoList || value instanceof Boolean)
                        && GoFormat.print(result).equals(GoFormat.print(value));
        };
    }

    private static @Nullable Object indirect(State state, Node place, CommandNode command, @Nullable Object[] args) {
        Object callee = Traced.plain(args[0]);
        if (callee == null || callee instanceof Absent) {
            throw state.failed(place, "call", new TemplateException("call of nil"));
        }
        String name = command.arguments() > 0
                ? command.argument(0).source()
                : callee instanceof String text ? text : "<" + GoTypes.nameOf(callee) + " Value>";
        if (!(callee instanceof Fn function)) {
            throw state.failed(
                    place,
                    "call",
                    new TemplateException("non-function " + name + " of type " + GoTypes.nameOf(callee)));
        }
        List<@Nullable Object> rest = Arrays.asList(args).subList(1, args.length);
        return invoke(state, function, place, rest.toArray());
    }
}
