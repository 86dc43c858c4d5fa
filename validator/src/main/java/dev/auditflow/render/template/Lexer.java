package dev.auditflow.render.template;

import dev.auditflow.render.template.Token.Kind;
import java.util.Map;

/** Cuts a template into tokens as Go's {@code text/template/parse} does. */
final class Lexer {
    private static final int EOF = -1;
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
    private int at;
    private int parens;
    private boolean inAction;
    private boolean failed;

    Lexer(Tree tree) {
        this.tree = tree;
        this.input = tree.text;
    }

    /** The next token; after an error or the end always the end. */
    Token next() {
        if (failed) {
            return new Token(Kind.EOF, 0, "EOF", 1);
        }
        return inAction ? insideAction() : text();
    }

    private Token token(Kind kind) {
        Token token = new Token(kind, start, input.substring(start, at), tree.line(start));
        start = at;
        return token;
    }

    private Token error(String message) {
        failed = true;
        return new Token(Kind.ERROR, start, message, tree.line(start));
    }

    private int peek() {
        return at >= input.length() ? EOF : GoText.isRaw(input, at) ? 0xFFFD : input.codePointAt(at);
    }

    private int read() {
        int rune = peek();
        if (rune != EOF) {
            at += GoText.isRaw(input, at) ? 1 : Character.charCount(rune);
        }
        return rune;
    }

    private static boolean isSpace(int rune) {
        return rune == ' ' || rune == '\t' || rune == '\r' || rune == '\n';
    }

    private static boolean isAlphaNumeric(int rune) {
        return rune == '_' || (rune >= 0 && (Character.isLetter(rune) || Character.isDigit(rune)));
    }

    private boolean spaceAt(int index) {
        return index < input.length() && isSpace(input.charAt(index));
    }

    private Token text() {
        while (true) {
            int open = input.indexOf("{{", at);
            if (open < 0) {
                at = input.length();
                return at > start ? token(Kind.TEXT) : new Token(Kind.EOF, at, "EOF", tree.line(start));
            }
            boolean trim = input.startsWith("-", open + 2) && spaceAt(open + 3);
            int end = open;
            while (trim && end > at && SPACES.indexOf(input.charAt(end - 1)) >= 0) {
                end--;
            }
            if (end > start) {
                at = end;
                Token text = token(Kind.TEXT);
                at = open;
                start = open;
                return text;
            }
            start = open;
            at = open + 2;
            int body = trim ? at + 2 : at;
            if (!input.startsWith("/*", body)) {
                Token delim = token(Kind.LEFT_DELIM);
                inAction = true;
                at = body;
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
        at = close + 2;
        if (!atRightDelim(at)) {
            return "comment ends before closing delimiter";
        }
        skipRightDelim();
        start = at;
        return "";
    }

    private boolean trimsAt(int index) {
        return spaceAt(index) && input.startsWith("-}}", index + 1);
    }

    private boolean atRightDelim(int index) {
        return trimsAt(index) || input.startsWith("}}", index);
    }

    private void skipRightDelim() {
        boolean trim = trimsAt(at);
        at += trim ? 4 : 2;
        while (trim && spaceAt(at)) {
            at++;
        }
    }

    private Token rightDelim() {
        boolean trim = trimsAt(at);
        start = trim ? at + 2 : at;
        at = start + 2;
        Token delim = token(Kind.RIGHT_DELIM);
        while (trim && spaceAt(at)) {
            at++;
        }
        start = at;
        inAction = false;
        return delim;
    }

    private Token insideAction() {
        if (atRightDelim(at)) {
            return parens == 0 ? rightDelim() : error("unclosed left paren");
        }
        int rune = read();
        return switch (rune) {
            case EOF -> error("unclosed action");
            case ' ', '\t', '\r', '\n' -> space();
            case '=' -> token(Kind.ASSIGN);
            case ':' -> read() == '=' ? token(Kind.DECLARE) : error("expected :=");
            case '|' -> token(Kind.PIPE);
            case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', Kind.CHAR_CONSTANT, "unterminated character constant");
            case '`' -> rawString();
            case '$' -> fieldOrVariable(Kind.VARIABLE, Kind.VARIABLE);
            case '.' -> {
                if (at < input.length() && !(input.charAt(at) >= '0' && input.charAt(at) <= '9')) {
                    yield fieldOrVariable(Kind.FIELD, Kind.DOT);
                }
                at--;
                yield number();
            }
            case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                at--;
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
        if (isAlphaNumeric(rune)) {
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
        while (spaceAt(at)) {
            at++;
        }
        // The last space may belong to a closing delimiter that trims.
        if (trimsAt(at - 1)) {
            at--;
            if (at == start) {
                return rightDelim();
            }
        }
        return token(Kind.SPACE);
    }

    private Token identifier() {
        while (isAlphaNumeric(peek())) {
            read();
        }
        int after = peek();
        if (!atTerminator()) {
            return error("bad character " + unicode(after));
        }
        return token(KEYWORDS.getOrDefault(input.substring(start, at), Kind.IDENTIFIER));
    }

    private Token fieldOrVariable(Kind kind, Kind bare) {
        if (atTerminator()) {
            return token(bare);
        }
        while (isAlphaNumeric(peek())) {
            read();
        }
        int after = peek();
        return atTerminator() ? token(kind) : error("bad character " + unicode(after));
    }

    private boolean atTerminator() {
        int rune = peek();
        return switch (rune) {
            case EOF, ' ', '\t', '\r', '\n', '.', ',', '|', ':', ')', '(' -> true;
            default -> input.startsWith("}}", at);
        };
    }

    private Token quoted(char quote, Kind kind, String unterminated) {
        while (true) {
            int rune = read();
            if (rune == '\\') {
                rune = read();
                if (rune != EOF && rune != '\n') {
                    continue;
                }
            }
            if (rune == EOF || rune == '\n') {
                return error(unterminated);
            }
            if (rune == quote) {
                return token(kind);
            }
        }
    }

    private Token rawString() {
        int close = input.indexOf('`', at);
        if (close < 0) {
            return error("unterminated raw quoted string");
        }
        at = close + 1;
        return token(Kind.RAW_STRING);
    }

    private Token number() {
        if (!scanNumber()) {
            return error("bad number syntax: " + GoQuote.quote(input.substring(start, at)));
        }
        int sign = peek();
        if (sign == '+' || sign == '-') {
            if (!scanNumber() || input.charAt(at - 1) != 'i') {
                return error("bad number syntax: " + GoQuote.quote(input.substring(start, at)));
            }
            return token(Kind.COMPLEX);
        }
        return token(Kind.NUMBER);
    }

    private boolean accept(String valid) {
        if (at < input.length() && valid.indexOf(input.charAt(at)) >= 0) {
            at++;
            return true;
        }
        return false;
    }

    private void acceptRun(String valid) {
        while (accept(valid)) {
            // Each turn takes one character.
        }
    }

    private boolean scanNumber() {
        accept("+-");
        String digits = "0123456789_";
        boolean hex = false;
        boolean decimal = true;
        if (accept("0")) {
            if (accept("xX")) {
                digits = "0123456789abcdefABCDEF_";
                hex = true;
                decimal = false;
            } else if (accept("oO")) {
                digits = "01234567_";
                decimal = false;
            } else if (accept("bB")) {
                digits = "01_";
                decimal = false;
            }
        }
        acceptRun(digits);
        if (accept(".")) {
            acceptRun(digits);
        }
        if ((decimal && accept("eE")) || (hex && accept("pP"))) {
            accept("+-");
            acceptRun("0123456789_");
        }
        accept("i");
        if (isAlphaNumeric(peek())) {
            read();
            return false;
        }
        return true;
    }
}
