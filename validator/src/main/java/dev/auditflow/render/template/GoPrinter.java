package dev.auditflow.render.template;

import dev.auditflow.go.GoText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints values under a verb as Go's {@code fmt} does. */
final class GoPrinter {
    private static final int MAX_DEPTH = 500;

    final GoVerb verb;
    private final StringBuilder out;
    private boolean erroring;

    GoPrinter(StringBuilder out) {
        this.out = out;
        this.verb = new GoVerb(out);
    }

    /** Prints an argument; it has no trace. */
    void argument(@Nullable Object value, int letter) {
        if (value == null || value instanceof Absent) {
            if (letter == 'v' || letter == 'T') {
                verb.pad("<nil>");
            } else {
                badVerb(value, letter);
            }
        } else if (letter == 'T') {
            verb.string(GoTypes.nameOf(value));
        } else {
            value(value, letter, 0);
        }
    }

    private void value(@Nullable Object value, int letter, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("rendering stopped: a value contains itself or is nested too deeply");
        }
        if (out.length() > Limits.MAX_TEXT) {
            throw new TemplateException(
                    "rendering stopped: a text of more than %,d characters".formatted(Limits.MAX_TEXT));
        }
        switch (value) {
            case null -> nil();
            case Absent absent -> nil();
            case String text -> string(text, letter);
            case Boolean bool -> bool(bool, letter);
            case Double number -> floating(number, letter);
            case GoMap map -> map(map, letter, depth);
            case GoList list -> list(list, letter, depth);
            case GoBytes bytes -> bytes(bytes, letter);
            case GoComplex complex -> complex(complex, letter);
            case GoStruct struct -> struct(struct, letter, depth);
            case GoTime time -> string(time.toString(), letter);
            case GoEnum constant when !verb.sharpV && stringable(letter) -> string(constant.text(), letter);
            case GoDuration duration when !verb.sharpV && stringable(letter) -> string(duration.toString(), letter);
            case Fn function -> out.append("%!").appendCodePoint(letter).append("(func)");
            default -> integer(value, letter);
        }
    }

    private static boolean stringable(int letter) {
        return "vsxXq".indexOf(letter) >= 0;
    }

    private void nil() {
        if (verb.sharpV) {
            out.append("interface {}(nil)");
        } else {
            out.append("<nil>");
        }
    }

    private void badVerb(@Nullable Object value, int letter) {
        erroring = true;
        out.append("%!").appendCodePoint(letter).append('(');
        if (value == null || value instanceof Absent) {
            out.append("<nil>");
        } else {
            out.append(GoTypes.nameOf(value)).append('=');
            value(value, 'v', 0);
        }
        out.append(')');
        erroring = false;
    }

    private void bool(Boolean bool, int letter) {
        if (letter == 't' || letter == 'v') {
            verb.pad(bool.toString());
        } else {
            badVerb(bool, letter);
        }
    }

    private void string(String text, int letter) {
        switch (letter) {
            case 'v' -> {
                if (verb.sharpV) {
                    verb.quoted(text);
                } else {
                    verb.string(text);
                }
            }
            case 's' -> verb.string(text);
            case 'q' -> verb.quoted(text);
            case 'x', 'X' -> verb.hexString(GoText.encode(text), letter == 'X');
            default -> badVerb(text, letter);
        }
    }

    private void integer(Object value, int letter) {
        long bits = GoTypes.integer(value);
        boolean signed = !GoTypes.isUnsigned(value);
        switch (letter) {
            case 'v' -> {
                if (verb.sharpV && !signed) {
                    hex(bits);
                } else {
                    verb.integer(bits, 10, signed, 'v');
                }
            }
            case 'd' -> verb.integer(bits, 10, signed, 'd');
            case 'b' -> verb.integer(bits, 2, signed, 'b');
            case 'o', 'O' -> verb.integer(bits, 8, signed, (char) letter);
            case 'x', 'X' -> verb.integer(bits, 16, signed, (char) letter);
            case 'c' -> verb.character(bits);
            case 'q' -> verb.quotedCharacter(bits);
            case 'U' -> verb.unicode(bits);
            default -> badVerb(value, letter);
        }
    }

    private void hex(long bits) {
        boolean sharp = verb.sharp;
        verb.sharp = true;
        verb.integer(bits, 16, false, 'v');
        verb.sharp = sharp;
    }

    private void floating(Double number, int letter) {
        switch (letter) {
            case 'v' -> verb.floating(number, 'g', -1);
            case 'b', 'g', 'G', 'x', 'X' -> verb.floating(number, (char) letter, -1);
            case 'f', 'e', 'E' -> verb.floating(number, (char) letter, 6);
            case 'F' -> verb.floating(number, 'f', 6);
            default -> badVerb(number, letter);
        }
    }

    private void complex(GoComplex complex, int letter) {
        if ("vbgGxXfFeE".indexOf(letter) < 0) {
            badVerb(complex, letter);
            return;
        }
        boolean plus = verb.plus;
        out.append('(');
        floating(complex.real(), letter);
        verb.plus = true;
        floating(complex.imaginary(), letter);
        out.append("i)");
        verb.plus = plus;
    }

    private void bytes(GoBytes bytes, int letter) {
        switch (letter) {
            case 's' -> verb.string(bytes.text());
            case 'q' -> verb.quoted(bytes.text());
            case 'x', 'X' -> verb.hexString(GoText.encode(bytes.text()), letter == 'X');
            default -> {
                out.append(verb.sharpV ? "[]byte{" : "[");
                for (int i = 0; i < bytes.size(); i++) {
                    out.append(i == 0 ? "" : verb.sharpV ? ", " : " ");
                    value(new Sized("uint8", bytes.at(i)), letter, 1);
                }
                out.append(verb.sharpV ? '}' : ']');
            }
        }
    }

    private void map(GoMap map, int letter, int depth) {
        if (verb.sharpV && map.isNil()) {
            out.append(map.typeName()).append("(nil)");
            return;
        }
        out.append(verb.sharpV ? map.typeName() + "{" : "map[");
        boolean first = true;
        for (String key : map.keys()) {
            out.append(first ? "" : verb.sharpV ? ", " : " ");
            first = false;
            string(key, letter);
            out.append(':');
            value(map.get(key), letter, depth + 1);
        }
        out.append(verb.sharpV ? '}' : ']');
    }

    private void list(GoList list, int letter, int depth) {
        if (verb.sharpV && list.isNil()) {
            out.append(list.typeName()).append("(nil)");
            return;
        }
        out.append(verb.sharpV ? list.typeName() + "{" : "[");
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : verb.sharpV ? ", " : " ");
            value(list.get(i), letter, depth + 1);
        }
        out.append(verb.sharpV ? '}' : ']');
    }

    private void struct(GoStruct struct, int letter, int depth) {
        String text = struct.text();
        if (text != null && !erroring && !verb.sharpV && stringable(letter)) {
            string(text, letter);
            return;
        }
        boolean pointer = struct.typeName().startsWith("*");
        if (pointer && depth > 0) {
            out.append("0xc000012120");
            return;
        }
        out.append(pointer ? "&" : "");
        out.append(verb.sharpV ? struct.typeName().substring(pointer ? 1 : 0) : "")
                .append('{');
        List<String> names = struct.fieldNames();
        for (int i = 0; i < names.size(); i++) {
            out.append(i == 0 ? "" : verb.sharpV ? ", " : " ");
            if (verb.plusV || verb.sharpV) {
                out.append(names.get(i)).append(':');
            }
            value(struct.field(names.get(i)), letter, depth + 1);
        }
        out.append('}');
    }
}
