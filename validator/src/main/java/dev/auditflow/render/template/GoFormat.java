package dev.auditflow.render.template;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code fmt.Sprint}, {@code Sprintln} and {@code Sprintf}. Arguments may be traced; strings keep who wrote them. */
public final class GoFormat {
    private GoFormat() {}

    /** One value as {@code %v} prints it. */
    public static String print(@Nullable Object value) {
        return switch (Traced.plain(value)) {
            case String text -> text;
            case Long number -> number.toString();
            case Int number -> number.toString();
            case Boolean bool -> bool.toString();
            case null -> "<nil>";
            default -> {
                StringBuilder out = new StringBuilder();
                new GoPrinter(out).argument(Traced.plain(value), 'v');
                yield out.toString();
            }
        };
    }

    /** {@code fmt.Sprint}: a space between two arguments that are both no strings. */
    public static String sprint(List<? extends @Nullable Object> args) {
        StringBuilder out = new StringBuilder();
        boolean afterString = true;
        for (Object arg : args) {
            boolean string = Traced.plain(arg) instanceof String;
            if (!string && !afterString) {
                out.append(' ');
            }
            out.append(print(arg));
            afterString = string;
        }
        return out.toString();
    }

    /** {@code fmt.Sprintf}. */
    public static String sprintf(String format, List<? extends @Nullable Object> args) {
        StringBuilder out = new StringBuilder();
        new GoDirectives(format, args, out, new GoDirectives.Listener() {}).run();
        return out.toString();
    }

    static String sprintf(String format, @Nullable Object... args) {
        return sprintf(format, Arrays.asList(args));
    }

    /** Sprint with the writers of its arguments. */
    static Traced sprint(List<@Nullable Object> args, State state) {
        Node node = state.node();
        TracedText out = state.text();
        boolean afterString = true;
        for (Object arg : args) {
            boolean string = Traced.plain(arg) instanceof String;
            if (!string && !afterString) {
                out.append(" ", node.writer(null));
            }
            value(out, arg, node);
            afterString = string;
        }
        return out.value();
    }

    /** Sprintln with the writers of its arguments. */
    static Traced sprintln(List<@Nullable Object> args, State state) {
        Node node = state.node();
        TracedText out = state.text();
        boolean first = true;
        for (Object arg : args) {
            if (!first) {
                out.append(" ", node.writer(null));
            }
            first = false;
            value(out, arg, node);
        }
        out.append("\n", node.writer(null));
        return out.value();
    }

    /** Appends a value as {@code %v} prints it. */
    static void value(TracedText out, @Nullable Object arg, Node node) {
        Object plain = Traced.plain(arg);
        Trace trace = Traced.trace(arg);
        if (plain instanceof GoMap || plain instanceof GoList || plain instanceof GoStruct) {
            out.append(print(plain), node.computed(trace));
            return;
        }
        String text = print(plain);
        out.append(text, 0, text.length(), trace, node);
    }

    /** Sprintf with the writers of the format and the arguments: what is copied keeps its writer. */
    static Traced sprintf(Object format, List<@Nullable Object> args, State state) {
        Node node = state.node();
        String text = String.valueOf(Traced.plain(format));
        TracedText out = state.text();
        new GoDirectives(text, args, out.text, new GoDirectives.Listener() {
                    @Override
                    public void literal(int from, int to) {
                        out.claim(node.computed(Traced.trace(format)));
                    }

                    @Override
                    public void argument(int index, int start, int letter) {
                        Object arg = args.get(index);
                        Trace trace = Traced.trace(arg);
                        String printed = out.text.substring(start);
                        boolean copied = printed.equals(print(arg));
                        if (copied && trace instanceof Runs) {
                            out.text.setLength(start);
                            out.append(printed, 0, printed.length(), trace, node);
                            return;
                        }
                        boolean quoted = letter == 'q' && !(trace instanceof Runs);
                        out.claim(copied || quoted ? node.writer(trace) : node.computed(trace));
                    }
                })
                .run();
        out.claim(node.computed(null));
        return out.value();
    }
}
