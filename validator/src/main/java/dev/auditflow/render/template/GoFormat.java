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
    static Traced sprint(List<@Nullable Object> args, Node node) {
        TracedText out = new TracedText();
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
    static Traced sprintln(List<@Nullable Object> args, Node node) {
        TracedText out = new TracedText();
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
        if (plain instanceof String text) {
            out.append(text, 0, text.length(), trace, node);
            return;
        }
        boolean container = plain instanceof GoMap || plain instanceof GoList || plain instanceof GoStruct;
        out.append(print(plain), container ? node.computed(trace) : node.writer(trace));
    }

    /** Sprintf with the writers of the format and the arguments. */
    static Traced sprintf(Object format, List<@Nullable Object> args, Node node) {
        String text = String.valueOf(Traced.plain(format));
        TracedText out = new TracedText();
        new GoDirectives(text, args, out.text, new GoDirectives.Listener() {
                    @Override
                    public void literal(int from, int to) {
                        Trace trace = Traced.trace(format);
                        out.text.setLength(out.text.length() - (to - from));
                        out.append(text, from, to, trace, node);
                    }

                    @Override
                    public void argument(int index, int start, int letter) {
                        Object arg = args.get(index);
                        Trace trace = Traced.trace(arg);
                        if (trace instanceof Runs runs
                                && out.text.substring(start).equals(Traced.plain(arg))) {
                            String whole = out.text.substring(start);
                            out.text.setLength(start);
                            out.append(whole, 0, whole.length(), runs);
                            return;
                        }
                        boolean unchanged = "vsdq".indexOf(letter) >= 0 && !(trace instanceof Runs);
                        out.claim(unchanged ? node.writer(trace) : node.computed(trace));
                    }
                })
                .run();
        out.claim(node.writer(null));
        return out.value();
    }
}
