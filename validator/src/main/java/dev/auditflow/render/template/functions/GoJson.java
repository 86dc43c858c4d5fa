package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoFloat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.Trace;
import dev.auditflow.render.template.Traced;
import dev.auditflow.render.template.TracedText;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as Go's encoding/json writes it: sorted keys, no spaces, markup escaped unless asked otherwise. */
final class GoJson {
    private final Nesting nesting = new Nesting();
    private final TracedText out;
    private final boolean markup;
    private final String indent;

    private GoJson(TracedText out, boolean markup, String indent) {
        this.out = out;
        this.markup = markup;
        this.indent = indent;
    }

    /** In one line, with {@code <}, {@code >} and {@code &} escaped. */
    static Traced write(FnContext context, @Nullable Object value) {
        return text(context, value, true, "");
    }

    /** In one line, with markup as it is. */
    static Traced raw(FnContext context, @Nullable Object value) {
        return text(context, value, false, "");
    }

    /** Over several lines with two spaces. */
    static Traced pretty(FnContext context, @Nullable Object value) {
        return text(context, value, true, "  ");
    }

    private static Traced text(FnContext context, @Nullable Object value, boolean markup, String indent) {
        GoJson json = new GoJson(TracedText.of(context), markup, indent);
        json.value(Traced.plain(value), Traced.trace(value), 0);
        return json.out.value();
    }

    private void value(@Nullable Object given, @Nullable Trace trace, int depth) {
        Object value = JsonValues.of(given);
        switch (value) {
            case GoMap map when map.isNil() -> out.noted("null", trace);
            case GoMap map when map.isEmpty() -> out.noted("{}", trace);
            case GoMap map -> {
                nesting.enter(map);
                String open = "{";
                for (String key : map.keys()) {
                    entry(open, key, map.get(key), Trace.inherit(map.trace(key), trace), depth);
                    open = ",";
                }
                nesting.leave(map);
                out.noted(line(depth) + "}", trace);
            }
            case GoStruct struct -> {
                String open = "{";
                for (Map.Entry<String, @Nullable Object> field : struct.json().entrySet()) {
                    entry(open, field.getKey(), field.getValue(), trace, depth);
                    open = ",";
                }
                out.noted(open.equals("{") ? "{}" : line(depth) + "}", trace);
            }
            case GoList list when list.isNil() -> out.noted("null", trace);
            case GoList list when list.isEmpty() -> out.noted("[]", trace);
            case GoList list -> {
                nesting.enter(list);
                String open = "[";
                for (int i = 0; i < list.size(); i++) {
                    Trace item = Trace.inherit(list.trace(i), trace);
                    out.noted(open + line(depth + 1), item);
                    value(list.get(i), item, depth + 1);
                    open = ",";
                }
                nesting.leave(list);
                out.noted(line(depth) + "]", trace);
            }
            case String text -> out.noted(string(text), trace);
            case Double number -> out.noted(number(number), trace);
            case null -> out.noted("null", trace);
            default -> out.noted(value.toString(), trace);
        }
    }

    private void entry(String open, String key, @Nullable Object value, @Nullable Trace trace, int depth) {
        out.noted(open + line(depth + 1) + string(key) + (indent.isEmpty() ? ":" : ": "), trace);
        value(value, trace, depth + 1);
    }

    private String line(int depth) {
        return indent.isEmpty() ? "" : "\n" + indent.repeat(depth);
    }

    static String number(double value) {
        JsonValues.check(value);
        double size = Math.abs(value);
        boolean exponent = size != 0 && (size < 1e-6 || size >= 1e21);
        String text = GoFloat.format(value, exponent ? 'e' : 'f', -1);
        return exponent ? text.replaceFirst("e-0([0-9])$", "e-$1") : text;
    }

    private String string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    boolean escaped =
                            c < 0x20 || c == 0x2028 || c == 0x2029 || (markup && (c == '<' || c == '>' || c == '&'));
                    if (GoText.isRaw(c)) {
                        quoted.append("\\ufffd");
                    } else if (escaped) {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
