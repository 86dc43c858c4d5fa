package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import dev.auditflow.go.GoText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions that Go's {@code text/template} has by itself. */
final class GoBuiltins {
    private static final String VALUES = "func(reflect.Value, ...reflect.Value) ";
    private static final String ANYTHING = "func(...interface {}) string";

    private GoBuiltins() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("and", VALUES + "reflect.Value", new ShortCircuit(false)),
                new Fn("or", VALUES + "reflect.Value", new ShortCircuit(true)),
                new Fn("call", VALUES + "reflect.Value", new IndirectCall()),
                new Fn("not", "func(reflect.Value) bool", (context, args) -> !GoTypes.truth(args.getFirst())),
                new Fn("len", "func(reflect.Value) (int, error)", (context, args) -> length(args.getFirst())),
                Fn.aware("index", VALUES + "(reflect.Value, error)", (context, args) -> Indexing.index(args)),
                new Fn("eq", VALUES + "(bool, error)", (context, args) -> Comparison.equal(args)),
                new Fn(
                        "ne",
                        "func(reflect.Value, reflect.Value) (bool, error)",
                        (context, args) -> !Comparison.equal(args)),
                comparison("lt", (a, b) -> Comparison.less(a, b)),
                comparison("le", Comparison::lessOrEqual),
                comparison("gt", (a, b) -> !Comparison.lessOrEqual(a, b)),
                comparison("ge", (a, b) -> !Comparison.less(a, b)),
                Fn.aware("print", ANYTHING, (context, args) -> GoFormat.sprint(args, State.of(context))),
                Fn.aware("println", ANYTHING, (context, args) -> GoFormat.sprintln(args, State.of(context))),
                Fn.aware("printf", "func(string, ...interface {}) string", GoBuiltins::printf),
                new Fn("html", ANYTHING, (context, args) -> html(text(args))),
                new Fn("js", ANYTHING, (context, args) -> js(text(args))),
                new Fn("urlquery", ANYTHING, (context, args) -> urlQuery(text(args))));
    }

    /** A comparison of two values. */
    private interface Order {
        boolean test(@Nullable Object a, @Nullable Object b);
    }

    private static Fn comparison(String name, Order order) {
        return new Fn(
                name,
                "func(reflect.Value, reflect.Value) (bool, error)",
                (context, args) -> order.test(args.get(0), args.get(1)));
    }

    private static Object printf(FnContext context, List<@Nullable Object> args) {
        Object format = args.getFirst();
        return GoFormat.sprintf(format == null ? "" : format, args.subList(1, args.size()), State.of(context));
    }

    private static Int length(@Nullable Object value) {
        return switch (value) {
            case null -> throw new TemplateException("reflect: call of reflect.Value.Type on zero Value");
            case Absent absent -> throw new TemplateException("len of nil pointer");
            case String text -> new Int(GoText.length(text));
            case GoList list -> new Int(list.size());
            case GoMap map -> new Int(map.size());
            case GoBytes bytes -> new Int(bytes.size());
            default -> throw new TemplateException("len of type " + GoTypes.nameOf(value));
        };
    }

    private static String text(List<@Nullable Object> args) {
        if (args.size() == 1 && args.getFirst() instanceof String text) {
            return text;
        }
        return GoFormat.sprint(
                args.stream().map(arg -> arg == null ? "<no value>" : arg).toList());
    }

    private static String html(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\0' -> out.append('\uFFFD');
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static String js(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int rune = GoText.isRaw(text, i) ? 0xFFFD : text.codePointAt(i);
            i += GoText.isRaw(text, i) ? 1 : Character.charCount(rune);
            switch (rune) {
                case '\\', '\'', '"' -> out.append('\\').appendCodePoint(rune);
                case '<', '>', '&', '=' -> out.append(String.format(Locale.ROOT, "\\u%04X", rune));
                default -> {
                    if (rune < ' ' || (rune >= 0x80 && !GoQuote.isPrint(rune))) {
                        out.append(String.format(Locale.ROOT, "\\u%04X", rune));
                    } else {
                        out.appendCodePoint(rune);
                    }
                }
            }
        }
        return out.toString();
    }

    private static String urlQuery(String text) {
        if (GoText.isAscii(text)) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("*", "%2A")
                    .replace("%7E", "~");
        }
        StringBuilder out = new StringBuilder();
        for (byte b : GoText.encode(text)) {
            out.append(b < 0 ? String.format(Locale.ROOT, "%%%02X", b & 0xff) : urlQuery(Character.toString(b)));
        }
        return out.toString();
    }
}
