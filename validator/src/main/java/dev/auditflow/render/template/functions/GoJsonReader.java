package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoQuote;
import dev.auditflow.go.GoText;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoNumbers;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.template.Trace;
import dev.auditflow.render.template.Traced;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON as Go's {@code encoding/json} does, with its words for what is wrong. */
final class GoJsonReader {
    private static final int MAX_DEPTH = 10_000;
    private static final String BEGINNING = "looking for beginning of value";

    private final String text;
    private final @Nullable Trace trace;
    private int at;

    /** The first number that does not fit, which Go reports after it has read everything. */
    private String misfit = "";

    private GoJsonReader(String text, @Nullable Trace trace) {
        this.text = text;
        this.trace = trace;
    }

    /**
     * What was read.
     *
     * @param misfit error of a number that does not fit a float64, empty for none
     */
    record Read(@Nullable Object value, String misfit) {}

    /**
     * Reads a text that holds one value. What is in it keeps what wrote its part of the text.
     *
     * @param trace of the text
     * @throws TemplateException in Go's words for what is no JSON
     */
    static Read read(String text, @Nullable Trace trace) {
        GoJsonReader reader = new GoJsonReader(text, trace);
        Object value = reader.value(0);
        reader.spaces();
        if (reader.at < text.length()) {
            throw reader.invalid("after top-level value");
        }
        return new Read(value, reader.misfit);
    }

    /** The error for a value of a wrong kind. */
    static String mismatch(@Nullable Object value, String type) {
        String kind = switch (value) {
            case GoMap map -> "object";
            case GoList list -> "array";
            case String text -> "string";
            case Boolean bool -> "bool";
            case null, default -> "number";
        };
        return "json: cannot unmarshal " + kind + " into Go value of type " + type;
    }

    /** The next character; -1 at the end. */
    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private void spaces() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') {
            at++;
        }
    }

    /** @param context what was being read; inside a word Go takes the end for a space */
    private TemplateException invalid(String context) {
        if (peek() < 0) {
            boolean inside = (context.startsWith("in ") && !context.startsWith("in string literal"))
                    || context.startsWith("after decimal");
            return new TemplateException(inside ? "invalid character ' ' " + context : "unexpected end of JSON input");
        }
        // Go sees bytes: of a longer character it names the first.
        int end = at + Character.charCount(text.codePointAt(at));
        int c = GoText.encode(text.substring(at, end))[0] & 0xff;
        String quoted = GoQuote.quote(Character.toString(c));
        String shown = c == '\'' ? "'\\''" : c == '"' ? "'\"'" : "'" + quoted.substring(1, quoted.length() - 1) + "'";
        return new TemplateException("invalid character " + shown + " " + context);
    }

    private @Nullable Object value(int depth) {
        spaces();
        return switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw invalid(BEGINNING);
        };
    }

    private @Nullable Object traced(int depth) {
        spaces();
        int start = at;
        Object value = value(depth);
        if (trace == null || value == null) {
            return value;
        }
        boolean same = value instanceof String own && own.length() == at - start - 2;
        return Traced.of(
                value, same ? Trace.ofPart(trace, start + 1, at - 1, true) : Trace.ofPart(trace, start, at, false));
    }

    private static void check(int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("exceeded max depth");
        }
    }

    private GoMap object(int depth) {
        check(depth);
        at++;
        GoMap map = new GoMap();
        spaces();
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            spaces();
            if (peek() != '"') {
                throw invalid("looking for beginning of object key string");
            }
            String key = string();
            spaces();
            if (peek() != ':') {
                throw invalid("after object key");
            }
            at++;
            map.put(key, traced(depth));
            spaces();
            if (peek() == '}') {
                at++;
                return map;
            }
            if (peek() != ',') {
                throw invalid("after object key:value pair");
            }
            at++;
        }
    }

    private GoList array(int depth) {
        check(depth);
        at++;
        List<@Nullable Object> items = new ArrayList<>();
        spaces();
        if (peek() == ']') {
            at++;
            return GoList.of(items);
        }
        while (true) {
            items.add(traced(depth));
            spaces();
            if (peek() == ']') {
                at++;
                return GoList.appended(items);
            }
            if (peek() != ',') {
                throw invalid("after array element");
            }
            at++;
        }
    }

    private @Nullable Object literal(String word, @Nullable Boolean value) {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
            at++;
        }
        return value;
    }

    private String string() {
        int start = ++at;
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            int c = peek();
            if (c < 0x20) {
                throw invalid("in string literal");
            }
            if (c != '\\') {
                at++;
                continue;
            }
            out.append(GoText.printable(text.substring(start, at)));
            at++;
            escape(out);
            start = at;
        }
        out.append(GoText.printable(text.substring(start, at)));
        at++;
        return out.toString();
    }

    private void escape(StringBuilder out) {
        int found = "\"\\/bfnrt".indexOf(peek());
        if (found >= 0) {
            out.append("\"\\/\b\f\n\r\t".charAt(found));
            at++;
            return;
        }
        if (peek() != 'u') {
            throw invalid("in string escape code");
        }
        at++;
        int unit = hex();
        if (!Character.isSurrogate((char) unit)) {
            out.append((char) unit);
            return;
        }
        // Half a pair alone is no character.
        int back = at;
        if (Character.isHighSurrogate((char) unit) && text.startsWith("\\u", at)) {
            at += 2;
            int low = hex();
            if (Character.isLowSurrogate((char) low)) {
                out.appendCodePoint(Character.toCodePoint((char) unit, (char) low));
                return;
            }
            at = back;
        }
        out.append('\uFFFD');
    }

    private int hex() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() < 0 ? -1 : Character.digit(peek(), 16);
            if (digit < 0 || peek() >= 0x80) {
                throw invalid("in \\u hexadecimal character escape");
            }
            unit = unit * 16 + digit;
            at++;
        }
        return unit;
    }

    private boolean digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at > start;
    }

    private @Nullable Object number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else if (!digits()) {
            throw invalid("in numeric literal");
        }
        if (peek() == '.') {
            at++;
            if (!digits()) {
                throw invalid("after decimal point in numeric literal");
            }
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (!digits()) {
                throw invalid("in exponent of numeric literal");
            }
        }
        String digits = text.substring(start, at);
        Double value = GoNumbers.parseFloat(digits);
        if (value == null && misfit.isEmpty()) {
            misfit = "json: cannot unmarshal number " + digits + " into Go value of type float64";
        }
        return value;
    }
}
