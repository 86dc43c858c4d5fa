package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.Token.Kind;
import java.util.Map;

/** Cuts a template into tokens as Go's {@code text/template/parse} does. */
final class Lexer {
    private static final String SPACES = " \t\r\n";
    private static final Map<String, Kind> KEYWORDS = Map.ofEntries(
            Map.entry("block", Kind.BLOCK),
            Map.entry("break", Kind.BREAK),
            Map.entry("continue", Kind.CONTINUE),
            Map.entry("define", Kind.DEFINE),
            Map.entry("else", Kind.ELSE),
            Map.entry("end", Kind.END),
            Map.entry("if", Kind.IF),
            Map.entry("nil", Kind.NIL),
            Map.entry("range", Kind.RANGE),
            Map.entry("template", Kind.TEMPLATE),
            Map.entry("with", Kind.WITH),
            Map.entry("true", Kind.BOOL),
            Map.entry("false", Kind.BOOL));

    private final Tree tree;
    private final String input;
    private int start;
    private final Cursor cursor;
    private int parens;
    private boolean inAction;
    private boolean failed;

    Lexer(Tree tree) {
        this.tree = tree;
        this.input = tree.text;
        this.cursor = new Cursor(input);
    }

    /** The next token; after an error or the end always the end. */
    Token next() {
        if (failed) {
            return new Token(Kind.EOF, 0, "EOF", 1);
        }
        return inAction ? insideAction() : text();
    }

    private Token token(Kind kind) {
        Token token = new Token(kind, start, input.substring(start, cursor.at), tree.line(start));
        start = cursor.at;
        return token;
    }

    private Token error(String message) {
        failed = true;
        return new Token(Kind.ERROR, start, message, tree.line(start));
    }

    private static boolean isSpace(int rune) {
        return rune == ' ' || rune == '\t' || rune == '\r' || rune == '\n';
    }

    private boolean spaceAt(int index) {
        return index < input.length() && isSpace(input.charAt(index));
    }

    private Token text() {
        while (true) {
            int open = input.indexOf("{{", cursor.at);
            if (open < 0) {
                cursor.at = input.length();
                return cursor.at > start ? token(Kind.TEXT) : new Token(Kind.EOF, cursor.at, "EOF", tree.line(start));
            }
            boolean trim = input.startsWith("-", open + 2) && spaceAt(open + 3);
            int end = open;
            while (trim && end > cursor.at && SPACES.indexOf(input.charAt(end - 1)) >= 0) {
                end--;
            }
            if (end > start) {
                cursor.at = end;
                Token text = token(Kind.TEXT);
                cursor.at = open;
                start = open;
                return text;
            }
            start = open;
            cursor.at = open + 2;
            int body = trim ? cursor.at + 2 : cursor.at;
            if (!input.startsWith("/*", body)) {
                Token delim = token(Kind.LEFT_DELIM);
                inAction = true;
                cursor.at = body;
                start = body;
                parens = 0;
                return delim;
            }
            start = body;
            String wrong = skipComment(body);
            if (!wrong.isEmpty()) {
                return error(wrong);
            }
        }
    }

    /** Goes behind a comment; what is wrong with it, or nothing. */
    private String skipComment(int body) {
        int close = input.indexOf("*/", body + 2);
        if (close < 0) {
            return "unclosed comment";
        }
        cursor.at = close + 2;
        if (!atRightDelim(cursor.at)) {
            return "comment ends before closing delimiter";
        }
        skipRightDelim();
        start = cursor.at;
        return "";
    }

    private boolean trimsAt(int index) {
        return spaceAt(index) && input.startsWith("-}}", index + 1);
    }

    private boolean atRightDelim(int index) {
        return trimsAt(index) || input.startsWith("}}", index);
    }

    private void skipRightDelim() {
        boolean trim = trimsAt(cursor.at);
        cursor.at += trim ? 4 : 2;
        while (trim && spaceAt(cursor.at)) {
            cursor.at++;
        }
    }

    private Token rightDelim() {
        boolean trim = trimsAt(cursor.at);
        start = trim ? cursor.at + 2 : cursor.at;
        cursor.at = start + 2;
        Token delim = token(Kind.RIGHT_DELIM);
        while (trim && spaceAt(cursor.at)) {
            cursor.at++;
        }
        start = cursor.at;
        inAction = false;
        return delim;
    }

    private Token insideAction() {
        if (atRightDelim(cursor.at)) {
            return parens == 0 ? rightDelim() : error("unclosed left paren");
        }
        int rune = cursor.read();
        return switch (rune) {
            case Cursor.EOF -> error("unclosed action");
            case ' ', '\t', '\r', '\n' -> space();
            case '=' -> token(Kind.ASSIGN);
            case ':' -> cursor.read() == '=' ? token(Kind.DECLARE) : error("expected :=");
            case '|' -> token(Kind.PIPE);
            case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', Kind.CHAR_CONSTANT, "unterminated character constant");
            case '`' -> rawString();
            case '$' -> fieldOrVariable(Kind.VARIABLE, Kind.VARIABLE);
            case '.' -> {
                if (cursor.at < input.length() && !(input.charAt(cursor.at) >= '0' && input.charAt(cursor.at) <= '9')) {
                    yield fieldOrVariable(Kind.FIELD, Kind.DOT);
                }
                cursor.at--;
                yield number();
            }
            case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                cursor.at--;
                yield number();
            }
            case '(' -> {
                parens++;
                yield token(Kind.LEFT_PAREN);
            }
            case ')' -> --parens < 0 ? error("unexpected right paren") : token(Kind.RIGHT_PAREN);
            default -> other(rune);
        };
    }

    private Token other(int rune) {
        if (Cursor.isAlphaNumeric(rune)) {
            return identifier();
        }
        if (rune > ' ' && rune < 0x7f) {
            return token(Kind.CHAR);
        }
        return error("unrecognized character in action: " + unicode(rune));
    }

    private static String unicode(int rune) {
        return GoFormat.sprintf("%#U", new Sized("int32", rune));
    }

    private Token space() {
        while (spaceAt(cursor.at)) {
            cursor.at++;
        }
        // The last space may belong to a closing delimiter that trims.
        if (trimsAt(cursor.at - 1)) {
            cursor.at--;
            if (cursor.at == start) {
                return rightDelim();
            }
        }
        return token(Kind.SPACE);
    }

    private Token identifier() {
        while (Cursor.isAlphaNumeric(cursor.peek())) {
            cursor.read();
        }
        int after = cursor.peek();
        if (!atTerminator()) {
            return error("bad character " + unicode(after));
        }
        return token(KEYWORDS.getOrDefault(input.substring(start, cursor.at), Kind.IDENTIFIER));
    }

    private Token fieldOrVariable(Kind kind, Kind bare) {
        if (atTerminator()) {
            return token(bare);
        }
        while (Cursor.isAlphaNumeric(cursor.peek())) {
            cursor.read();
        }
        int after = cursor.peek();
        return atTerminator() ? token(kind) : error("bad character " + unicode(after));
    }

    private boolean atTerminator() {
        int rune = cursor.peek();
        return switch (rune) {
            case Cursor.EOF, ' ', '\t', '\r', '\n', '.', ',', '|', ':', ')', '(' -> true;
            default -> input.startsWith("}}", cursor.at);
        };
    }

    private Token quoted(char quote, Kind kind, String unterminated) {
        while (true) {
            int rune = cursor.read();
            if (rune == '\\') {
                rune = cursor.read();
                if (rune != Cursor.EOF && rune != '\n') {
                    continue;
                }
            }
            if (rune == Cursor.EOF || rune == '\n') {
                return error(unterminated);
            }
            if (rune == quote) {
                return token(kind);
            }
        }
    }

    private Token rawString() {
        int close = input.indexOf('`', cursor.at);
        if (close < 0) {
            return error("unterminated raw quoted string");
        }
        cursor.at = close + 1;
        return token(Kind.RAW_STRING);
    }

    private Token number() {
        if (!cursor.scanNumber()) {
            return error("bad number syntax: " + GoQuote.quote(input.substring(start, cursor.at)));
        }
        int sign = cursor.peek();
        if (sign == '+' || sign == '-') {
            if (!cursor.scanNumber() || input.charAt(cursor.at - 1) != 'i') {
                return error("bad number syntax: " + GoQuote.quote(input.substring(start, cursor.at)));
            }
            return token(Kind.COMPLEX);
        }
        return token(Kind.NUMBER);
    }
}
