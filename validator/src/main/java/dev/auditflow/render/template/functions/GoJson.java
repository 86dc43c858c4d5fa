package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoFloat;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoText;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON as Go's encoding/json writes it: sorted keys, no spaces, markup escaped unless asked otherwise. */
final class GoJson {
    private final StringBuilder out = new StringBuilder();
    private final boolean markup;
    private final String indent;

    private GoJson(boolean markup, String indent) {
        this.markup = markup;
        this.indent = indent;
    }

    /** In one line, with {@code <}, {@code >} and {@code &} escaped. */
    static String write(@Nullable Object value) {
        return text(value, true, "");
    }

    /** In one line, with markup as it is. */
    static String raw(@Nullable Object value) {
        return text(value, false, "");
    }

    /** Over several lines with two spaces. */
    static String pretty(@Nullable Object value) {
        return text(value, true, "  ");
    }

    private static String text(@Nullable Object value, boolean markup, String indent) {
        GoJson json = new GoJson(markup, indent);
        json.value(value, 0);
        return json.out.toString();
    }

    private void value(@Nullable Object value, int depth) {
        switch (value) {
            case GoMap map when map.isNil() -> out.append("null");
            case GoMap map when map.isEmpty() -> out.append("{}");
            case GoMap map -> {
                char open = '{';
                for (String key : map.keys()) {
                    out.append(open);
                    line(depth + 1);
                    string(key);
                    out.append(indent.isEmpty() ? ":" : ": ");
                    value(map.get(key), depth + 1);
                    open = ',';
                }
                line(depth);
                out.append('}');
            }
            case GoList list when list.isNil() -> out.append("null");
            case GoList list when list.isEmpty() -> out.append("[]");
            case GoList list -> {
                char open = '[';
                for (int i = 0; i < list.size(); i++) {
                    out.append(open);
                    line(depth + 1);
                    value(list.get(i), depth + 1);
                    open = ',';
                }
                line(depth);
                out.append(']');
            }
            case String text -> string(text);
            case GoBytes bytes -> string(Base64.getEncoder().encodeToString(GoText.encode(bytes.text())));
            case Double number -> out.append(number(number));
            case null -> out.append("null");
            default -> out.append(value);
        }
    }

    private void line(int depth) {
        if (!indent.isEmpty()) {
            out.append('\n').append(indent.repeat(depth));
        }
    }

    private static String number(double value) {
        double size = Math.abs(value);
        boolean exponent = size != 0 && (size < 1e-6 || size >= 1e21);
        String text = GoFloat.format(value, exponent ? 'e' : 'f', -1);
        return exponent ? text.replaceFirst("e-0([0-9])$", "e-$1") : text;
    }

    private void string(String text) {
        out.append('"');
        GoText.printable(text).codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    boolean escaped =
                            c < 0x20 || c == 0x2028 || c == 0x2029 || (markup && (c == '<' || c == '>' || c == '&'));
                    if (escaped) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        out.append('"');
    }
}
