package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import dev.auditflow.go.GoText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** String functions of Sprig that charts put between a value and the output; every part of the text keeps its writer. */
final class TracedStrings {
    private static final String SPACES = "\t\n\u000b\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
            + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a";
    private static final String TWO_STRINGS = "func(string, string) string";

    private TracedStrings() {}

    static List<Fn> functions() {
        return List.of(
                Fn.aware("indent", "func(int, string) string", (context, args) -> indent(context, args, "")),
                Fn.aware("nindent", "func(int, string) string", (context, args) -> indent(context, args, "\n")),
                Fn.aware("quote", "func(...interface {}) string", TracedStrings::quote),
                Fn.aware("squote", "func(...interface {}) string", TracedStrings::squote),
                Fn.aware("cat", "func(...interface {}) string", TracedStrings::cat),
                Fn.aware("toString", "func(interface {}) string", (context, args) -> text(context, args.getFirst())),
                Fn.aware("trim", "func(string) string", (context, args) -> trim(context, args.getFirst(), SPACES)),
                Fn.aware("trimAll", TWO_STRINGS, TracedStrings::trimAll),
                Fn.aware("trimall", TWO_STRINGS, TracedStrings::trimAll),
                Fn.aware("trimPrefix", TWO_STRINGS, TracedStrings::trimPrefix),
                Fn.aware("trimSuffix", TWO_STRINGS, TracedStrings::trimSuffix),
                Fn.aware("trunc", "func(int, string) string", TracedStrings::trunc));
    }

    private static String string(@Nullable Object value) {
        return String.valueOf(Traced.plain(value));
    }

    private static int integer(@Nullable Object value) {
        long number = Traced.plain(value) instanceof Int one ? one.value() : 0;
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A value as {@code %v} prints it; a string is unchanged. */
    private static @Nullable Object text(FnContext context, @Nullable Object value) {
        Object plain = Traced.plain(value);
        if (plain instanceof String) {
            return value;
        }
        TracedText out = TracedText.of(context);
        if (plain instanceof GoBytes bytes) {
            out.append(bytes.text(), State.of(context).node().computed(Traced.trace(value)));
        } else {
            GoFormat.value(out, value, State.of(context).node());
        }
        return out.value();
    }

    /** A part of a text. The edges where more than white space was cut off count as computed. */
    static @Nullable Object part(FnContext context, @Nullable Object value, int from, int to) {
        String whole = string(value);
        if (from == 0 && to == whole.length()) {
            return value;
        }
        TracedText out = TracedText.of(context);
        out.append(whole, from, to, Traced.trace(value), State.of(context).node());
        if (!whole.substring(0, from).isBlank()) {
            out.cutStart();
        }
        if (!whole.substring(to).isBlank()) {
            out.cutEnd();
        }
        return out.value();
    }

    private static Object indent(FnContext context, List<@Nullable Object> args, String before) {
        int width = integer(args.getFirst());
        if (width < 0) {
            throw new TemplateException("strings: negative Repeat count");
        }
        String text = string(args.get(1));
        Trace trace = Traced.trace(args.get(1));
        long lines = 1 + text.chars().filter(c -> c == '\n').count();
        context.produce(text.length() + lines * width);
        String pad = " ".repeat(width);
        Node node = State.of(context).node();
        Writer padding = node.writer(null);
        TracedText out = TracedText.of(context);
        out.append(before + pad, padding);
        for (int from = 0; from < text.length(); ) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline + 1;
            out.append(text, from, to, trace, node);
            if (newline >= 0) {
                out.append(pad, padding);
            }
            from = to;
        }
        return out.value();
    }

    private static Object quote(FnContext context, List<@Nullable Object> args) {
        Node node = State.of(context).node();
        TracedText out = TracedText.of(context);
        boolean first = true;
        for (Object arg : args) {
            if (Traced.plain(arg) == null) {
                continue;
            }
            out.append(first ? "\"" : " \"", node.writer(null));
            first = false;
            Object value = text(context, arg);
            escaped(out, string(value), Traced.trace(value), node);
            out.append("\"", node.writer(null));
        }
        return out.value();
    }

    /** Appends the text with escapes; an escape has the writer of the character it stands for. */
    private static void escaped(TracedText out, String text, @Nullable Trace trace, Node node) {
        int from = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                i++;
                continue;
            }
            out.append(text, from, i, trace, node);
            int size = GoText.isRaw(text, i) ? 1 : Character.charCount(text.codePointAt(i));
            String quoted = GoQuote.quote(text.substring(i, i + size));
            Writer writer =
                    trace instanceof Runs runs && runs.count() > 0 ? runs.writer(runs.indexAt(i)) : node.writer(trace);
            out.append(quoted.substring(1, quoted.length() - 1), writer);
            i += size;
            from = i;
        }
        out.append(text, from, text.length(), trace, node);
    }

    private static Object squote(FnContext context, List<@Nullable Object> args) {
        Node node = State.of(context).node();
        TracedText out = TracedText.of(context);
        boolean first = true;
        for (Object arg : args) {
            if (Traced.plain(arg) == null) {
                continue;
            }
            out.append(first ? "'" : " '", node.writer(null));
            first = false;
            GoFormat.value(out, arg, node);
            out.append("'", node.writer(null));
        }
        return out.value();
    }

    private static Object cat(FnContext context, List<@Nullable Object> args) {
        Node node = State.of(context).node();
        TracedText out = TracedText.of(context);
        List<@Nullable Object> present = new ArrayList<>(args);
        present.removeIf(arg -> Traced.plain(arg) == null);
        boolean first = true;
        for (Object arg : present) {
            if (!first) {
                out.append(" ", node.writer(null));
            }
            first = false;
            GoFormat.value(out, arg, node);
        }
        return out.value();
    }

    private static @Nullable Object trim(FnContext context, @Nullable Object value, String cutset) {
        String text = string(value);
        int from = 0;
        int to = text.length();
        while (from < to && cutset.indexOf(text.codePointAt(from)) >= 0) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (to > from && cutset.indexOf(text.codePointBefore(to)) >= 0) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return part(context, value, from, to);
    }

    private static @Nullable Object trimAll(FnContext context, List<@Nullable Object> args) {
        return trim(context, args.get(1), string(args.getFirst()));
    }

    private static @Nullable Object trimPrefix(FnContext context, List<@Nullable Object> args) {
        String prefix = string(args.getFirst());
        String text = string(args.get(1));
        return part(context, args.get(1), text.startsWith(prefix) ? prefix.length() : 0, text.length());
    }

    private static @Nullable Object trimSuffix(FnContext context, List<@Nullable Object> args) {
        String suffix = string(args.getFirst());
        String text = string(args.get(1));
        return part(context, args.get(1), 0, text.endsWith(suffix) ? text.length() - suffix.length() : text.length());
    }

    private static @Nullable Object trunc(FnContext context, List<@Nullable Object> args) {
        int count = integer(args.getFirst());
        String text = string(args.get(1));
        int length = GoText.length(text);
        int from = count < 0 && length + count > 0 ? length + count : 0;
        int to = count >= 0 && length > count ? count : length;
        if (from == 0 && to == length) {
            return args.get(1);
        }
        if (length == text.length()) {
            return part(context, args.get(1), from, to);
        }
        return new Traced(GoText.slice(text, from, to), Derived.from(Traced.trace(args.get(1))));
    }
}
