package dev.auditflow.go;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Quoted strings and characters as Go's {@code strconv} writes and reads them. */
public final class GoQuote {
    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b";
    private static final String LETTERS = "abfnrtv";

    private GoQuote() {}

    /** {@code strconv.Quote}. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        quote(out, text, '"', false);
        return out.toString();
    }

    /** A rune as {@code %q} prints it. */
    public static String rune(int rune) {
        StringBuilder out = new StringBuilder("'");
        rune(out, rune, '\'', false);
        return out.append('\'').toString();
    }

    public static void quote(StringBuilder out, String text, char quote, boolean ascii) {
        out.append(quote);
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != quote && c != '\\') {
                out.append(c);
                i++;
            } else if (GoText.isRaw(text, i)) {
                out.append("\\x").append(hex(c - 0xDC00, 2));
                i++;
            } else {
                int rune = text.codePointAt(i);
                rune(out, rune, quote, ascii);
                i += Character.charCount(rune);
            }
        }
        out.append(quote);
    }

    /** The escape of one rune inside quotes, or the rune itself when it can stand there. */
    public static void rune(StringBuilder out, int rune, char quote, boolean ascii) {
        int escape = ESCAPED.indexOf(rune);
        if (rune == quote || rune == '\\') {
            out.append('\\').append((char) rune);
        } else if (ascii ? rune < 0x80 && isPrint(rune) : isPrint(rune)) {
            out.appendCodePoint(rune);
        } else if (escape >= 0) {
            out.append('\\').append(LETTERS.charAt(escape));
        } else if (rune < ' ' || rune == 0x7f) {
            out.append("\\x").append(hex(rune, 2));
        } else if (rune < 0x10000) {
            out.append("\\u").append(hex(rune, 4));
        } else {
            out.append("\\U").append(hex(rune, 8));
        }
    }

    /** {@code unicode.IsPrint}: letters, marks, numbers, punctuation, symbols and the ASCII space. */
    public static boolean isPrint(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> rune == ' ';
            default -> true;
        };
    }

    /** Whether the text can stand between back quotes unchanged. */
    public static boolean canBackquote(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (GoText.isRaw(text, i) || c == '\uFEFF' || (c < ' ' && c != '\t') || c == '`' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** {@code strconv.Unquote} for a double or back quoted literal; null for invalid syntax. */
    public static @Nullable String unquote(String literal) {
        char quote = literal.charAt(0);
        String body = literal.substring(1, literal.length() - 1);
        if (quote == '`') {
            return body.indexOf('\r') < 0 ? body : body.replace("\r", "");
        }
        body = GoText.printable(body);
        if (body.indexOf('\\') < 0) {
            return body;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length());
        for (int at = 0; at < body.length(); ) {
            int end = escapeEnd(body, at);
            if (end < 0) {
                return null;
            }
            int value = unquoteChar(body, at, end, quote);
            if (value < 0) {
                return null;
            }
            boolean isByte = body.charAt(at) == '\\' && end - at == 4 && body.charAt(at + 1) != 'u';
            if (isByte || value < 0x80) {
                out.write(value);
            } else {
                out.writeBytes(
                        GoText.encode(body.charAt(at) == '\\' ? Character.toString(value) : body.substring(at, end)));
            }
            at = end;
        }
        return GoText.decode(out.toByteArray());
    }

    /** The rune of a character literal with its quotes; -1 for invalid syntax, -2 when more than one character. */
    public static int unquoteRune(String literal) {
        String body = literal.substring(1);
        if (body.charAt(0) == '\'') {
            return -1;
        }
        int end = escapeEnd(body, 0);
        int value = end < 0 ? -1 : unquoteChar(body, 0, end, '\'');
        return value >= 0 && !"'".equals(body.substring(end)) ? -2 : value;
    }

    private static int escapeEnd(String body, int at) {
        if (body.charAt(at) != '\\') {
            return at + Character.charCount(body.codePointAt(at));
        }
        if (at + 1 >= body.length()) {
            return -1;
        }
        char kind = body.charAt(at + 1);
        int length = switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            case '0', '1', '2', '3', '4', '5', '6', '7' -> 4;
            default -> 2;
        };
        return at + length <= body.length() ? at + length : -1;
    }

    private static int unquoteChar(String body, int at, int end, char quote) {
        if (body.charAt(at) != '\\') {
            int rune = body.codePointAt(at);
            return rune == quote || rune == '\n' ? -1 : rune;
        }
        char kind = body.charAt(at + 1);
        int letter = LETTERS.indexOf(kind);
        if (letter >= 0) {
            return ESCAPED.charAt(letter);
        }
        if (kind == '\\' || (kind == quote && (kind == '"' || kind == '\''))) {
            return kind;
        }
        boolean octal = kind >= '0' && kind <= '7';
        if (!octal && kind != 'x' && kind != 'u' && kind != 'U') {
            return -1;
        }
        long value = 0;
        int base = octal ? 8 : 16;
        for (int i = octal ? at + 1 : at + 2; i < end; i++) {
            int digit = body.charAt(i) < 0x80 ? Character.digit(body.charAt(i), base) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * base + digit;
        }
        boolean surrogate = (kind == 'u' || kind == 'U') && value >= 0xD800 && value <= 0xDFFF;
        return surrogate || value > (octal || kind == 'x' ? 0xff : 0x10FFFF) ? -1 : (int) value;
    }

    private static String hex(int value, int digits) {
        return String.format(Locale.ROOT, "%0" + digits + "x", value);
    }

    /** As messages of Go's package {@code time} quote: only what is not printable ASCII is escaped, byte by byte. */
    static String bytes(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (byte b : GoText.encode(text)) {
            if (b < ' ') {
                out.append("\\x").append(hex(b & 0xff, 2));
            } else {
                out.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
            }
        }
        return out.append('"').toString();
    }
}
