package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.TemplateException;

/** Walks over TOML's text: blanks, comments, keys, strings and bare words. */
final class TomlCursor {
    static final int END = -1;

    private final String text;
    private int at;
    private int line = 1;

    TomlCursor(String text) {
        this.text = text;
    }

    /** Counted from 1. */
    int line() {
        return line;
    }

    int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    int take() {
        int c = peek();
        if (c != END) {
            at += Character.charCount(c);
            line += c == '\n' ? 1 : 0;
        }
        return c;
    }

    boolean takeIf(int wanted) {
        boolean found = peek() == wanted;
        if (found) {
            take();
        }
        return found;
    }

    void skipBlank() {
        while (peek() == ' ' || peek() == '\t') {
            take();
        }
    }

    /** Blanks, line ends and comments. */
    void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r' || peek() == '#') {
            if (peek() == '#') {
                skipComment();
            } else {
                take();
            }
        }
    }

    /** Whether anything is left. */
    boolean skipToContent() {
        skipSpace();
        return peek() != END;
    }

    private void skipComment() {
        while (peek() != END && peek() != '\n') {
            take();
        }
    }

    /** Nothing but a comment may follow on the line. */
    void endOfItem() {
        skipBlank();
        if (peek() == '#') {
            skipComment();
        }
        takeIf('\r');
        if (peek() != END && peek() != '\n') {
            throw new TemplateException("expected a top-level item to end with a newline, comment, or EOF, but got "
                    + quotedPeek() + " instead");
        }
    }

    String quotedPeek() {
        return peek() == END ? "'\\x00'" : GoQuote.rune(peek());
    }

    String runeOrEnd() {
        return peek() == END ? "end of file" : "'" + Character.toString(peek()) + "'";
    }

    String separatorMissing() {
        return peek() == END
                ? "unexpected EOF; expected key separator '='"
                : "expected '.' or '=', but got " + quotedPeek() + " instead";
    }

    /**
     * One part of a dotted key.
     *
     * @param of {@code table} or {@code key}, for the message
     */
    String keyPart(String of) {
        int c = peek();
        if (c == '"' || c == '\'') {
            return string(false);
        }
        int start = at;
        while (isBare(peek())) {
            take();
        }
        if (at > start) {
            return text.substring(start, at);
        }
        if (of.equals("table")) {
            throw new TemplateException(
                    c == ']'
                            ? "unexpected end of table name (table names cannot be empty)"
                            : c == '.'
                                    ? "unexpected table separator (table names cannot be empty)"
                                    : "expected '.' or ']' to end table name, but got " + quotedPeek() + " instead");
        }
        throw new TemplateException(
                c == '='
                        ? "unexpected '=': key name appears blank"
                        : c == '.' ? "unexpected '.': keys cannot start with a '.'" : separatorMissing());
    }

    private static boolean isBare(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    /** A number, boolean or time: everything up to a separator. A blank may stand between a date and a time. */
    String word() {
        int start = at;
        while (isWord(peek())) {
            take();
        }
        String word = text.substring(start, at);
        boolean date = word.matches("\\d{4}-\\d{2}-\\d{2}");
        if (date && peek() == ' ' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            take();
            while (isWord(peek())) {
                take();
            }
            word = text.substring(start, at);
        }
        if (word.isEmpty()) {
            throw new TemplateException(
                    peek() == END
                            ? "unexpected EOF; expected value"
                            : "expected value but found " + quotedPeek() + " instead");
        }
        return word;
    }

    private static boolean isWord(int c) {
        return isBare(c) || c == '+' || c == '.' || c == ':';
    }

    /**
     * A text in quotes.
     *
     * @param many whether three quotes open one of several lines
     */
    String string(boolean many) {
        int quote = take();
        String three = Character.toString(quote).repeat(3);
        boolean lines = many && text.startsWith(three.substring(1), at);
        if (lines) {
            at += 2;
            if (!takeIf('\n') && text.startsWith("\r\n", at)) {
                take();
                take();
            }
        }
        StringBuilder out = new StringBuilder();
        while (true) {
            int c = take();
            if (c == END) {
                throw new TemplateException("unexpected EOF; expected " + (quote == '"' ? "'" : "\"")
                        + (lines ? three : Character.toString(quote)) + (quote == '"' ? "'" : "\""));
            }
            if (c == quote && (!lines || text.startsWith(three.substring(1), at))) {
                at += lines ? 2 : 0;
                for (int more = 0; lines && more < 2 && peek() == quote; more++) {
                    out.appendCodePoint(take());
                }
                return out.toString();
            }
            if (c == '\n' && !lines) {
                line--;
                throw new TemplateException("strings cannot contain newlines");
            }
            if (c == '\\' && quote == '"') {
                escape(out, lines);
            } else {
                out.appendCodePoint(c);
            }
        }
    }

    private void escape(StringBuilder out, boolean lines) {
        int c = take();
        switch (c) {
            case 'b' -> out.append('\b');
            case 't' -> out.append('\t');
            case 'n' -> out.append('\n');
            case 'f' -> out.append('\f');
            case 'r' -> out.append('\r');
            case 'e' -> out.append((char) 27);
            case '"', '\\' -> out.appendCodePoint(c);
            case 'x' -> out.appendCodePoint(hex(2));
            case 'u' -> out.appendCodePoint(hex(4));
            case 'U' -> out.appendCodePoint(hex(8));
            default -> {
                if (!lines || (c != '\n' && c != ' ' && c != '\t' && c != '\r')) {
                    throw new TemplateException(
                            "invalid escape in string '\\" + (c == END ? "" : Character.toString(c)) + "'");
                }
                while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
                    take();
                }
            }
        }
    }

    private int hex(int digits) {
        if (at + digits > text.length() || !text.substring(at, at + digits).matches("[0-9a-fA-F]+")) {
            throw new TemplateException(
                    "expected %s hexadecimal digits".formatted(digits == 2 ? "two" : digits == 4 ? "four" : "eight"));
        }
        String number = text.substring(at, at + digits);
        long rune = Long.parseLong(number, 16);
        at += digits;
        if (rune > Character.MAX_CODE_POINT || (rune >= 0xd800 && rune <= 0xdfff)) {
            throw new TemplateException("Escaped character '\\u" + number + "' is not valid UTF-8.");
        }
        return (int) rune;
    }
}
