package dev.auditflow.check.policy.rego;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads JSON, and the text that OPA's modules write for values: JSON with {@code {a, b}} and {@code set()} for sets. */
public final class ValueReader {
    private static final int MAX_DEPTH = 2_000;

    private final byte[] text;
    private final boolean jsonOnly;
    private int at;
    private int depth;

    private ValueReader(byte[] text, boolean jsonOnly) {
        this.text = text;
        this.jsonOnly = jsonOnly;
    }

    /** The value that a module wrote. @throws IllegalArgumentException with the offset of what is wrong */
    public static Value read(byte[] text) {
        return new ValueReader(text, false).whole();
    }

    /** Strict JSON. @throws IllegalArgumentException with the offset of what is wrong */
    public static Value json(String text) {
        return new ValueReader(Texts.utf8(text), true).whole();
    }

    private Value whole() {
        Value value = value();
        skip();
        if (at != text.length) {
            throw wrong("the end");
        }
        return value;
    }

    private Value value() {
        if (++depth > MAX_DEPTH) {
            throw wrong("less than %d levels".formatted(MAX_DEPTH));
        }
        skip();
        Value value = switch (peek()) {
            case '{' -> braces();
            case '[' -> array();
            case '"' -> new Value.Str(string());
            case 't' -> word("true", Value.of(true));
            case 'f' -> word("false", Value.of(false));
            case 'n' -> word("null", Value.nil());
            case 's' -> emptySet();
            default -> number();
        };
        depth--;
        return value;
    }

    private Value braces() {
        at++;
        TreeMap<Value, Value> fields = new TreeMap<>();
        skip();
        if (peek() == '}') {
            at++;
            return Value.object(fields);
        }
        Value first = value();
        skip();
        if (peek() != ':') {
            return members(first);
        }
        Value key = first;
        while (true) {
            if (jsonOnly && !(key instanceof Value.Str)) {
                throw wrong("a string as key");
            }
            expect(':');
            fields.put(key, value());
            if (!more('}')) {
                return Value.object(fields);
            }
            key = value();
            skip();
        }
    }

    private Value members(Value first) {
        if (jsonOnly) {
            throw wrong(":");
        }
        Set<Value> items = new TreeSet<>();
        items.add(first);
        while (more('}')) {
            items.add(value());
        }
        return Value.set(items);
    }

    private Value array() {
        at++;
        List<Value> items = new ArrayList<>();
        skip();
        if (peek() == ']') {
            at++;
            return Value.array(items);
        }
        do {
            items.add(value());
        } while (more(']'));
        return Value.array(items);
    }

    /** After an item: true for a comma, false for the end. */
    private boolean more(char end) {
        skip();
        if (peek() == end) {
            at++;
            return false;
        }
        expect(',');
        return true;
    }

    private Value emptySet() {
        if (jsonOnly) {
            throw wrong("a value");
        }
        return word("set()", Value.set(List.of()));
    }

    private Value word(String word, Value value) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private Value number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        // Modules keep numbers as their source wrote them, and Rego takes .5 too.
        if (peek() != '.') {
            digits();
        }
        boolean leadingZero = at - digits > 1 && text[digits] == '0';
        long exponent = 0;
        if (at < text.length && text[at] == '.') {
            at++;
            digits();
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            int from = at;
            digits();
            exponent = at - from > 5 ? 100_000 : Long.parseLong(latin(from, at));
        }
        if (leadingZero || exponent > 20_000) {
            throw wrong("a number of a usual size");
        }
        return new Value.Num(new BigDecimal(latin(start, at)));
    }

    private void digits() {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
    }

    private String latin(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String string() {
        int start = ++at;
        while (peek() != '"') {
            if (text[at] == '\\') {
                return escaped(start);
            }
            if (text[at] >= 0 && text[at] < ' ' && jsonOnly) {
                throw wrong("no control character");
            }
            at++;
        }
        return new String(text, start, at++ - start, StandardCharsets.UTF_8);
    }

    private String escaped(int start) {
        StringBuilder out = new StringBuilder(new String(text, start, at - start, StandardCharsets.UTF_8));
        while (peek() != '"') {
            if (text[at] == '\\') {
                at++;
                out.append(escape());
            } else {
                int from = at;
                while (peek() != '"' && text[at] != '\\') {
                    at++;
                }
                out.append(new String(text, from, at - from, StandardCharsets.UTF_8));
            }
        }
        at++;
        return out.toString();
    }

    private char escape() {
        char c = (char) peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length) {
                    throw wrong("four hexadecimal digits");
                }
                at += 4;
                yield (char) Integer.parseInt(latin(at - 4, at), 16);
            }
            default -> throw wrong("an escape");
        };
    }

    private void skip() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
    }

    private int peek() {
        if (at >= text.length) {
            throw wrong("more");
        }
        return text[at];
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong(String.valueOf(c));
        }
        at++;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("expected %s at byte %d of the JSON".formatted(expected, at));
    }
}
