package dev.auditflow.render.template;

import dev.auditflow.go.GoQuote;
import dev.auditflow.go.GoText;

/**
 * A piece of a template.
 *
 * @param position offset in the text
 * @param text as written; of an error its message
 * @param line on which it starts, counted from 1
 */
record Token(Kind kind, int position, String text, int line) {
    /** What a token is; keywords come last. */
    enum Kind {
        ERROR,
        BOOL,
        CHAR,
        CHAR_CONSTANT,
        COMPLEX,
        ASSIGN,
        DECLARE,
        EOF,
        FIELD,
        IDENTIFIER,
        LEFT_DELIM,
        LEFT_PAREN,
        NUMBER,
        PIPE,
        RAW_STRING,
        RIGHT_DELIM,
        RIGHT_PAREN,
        SPACE,
        STRING,
        TEXT,
        VARIABLE,
        KEYWORD,
        BLOCK,
        BREAK,
        CONTINUE,
        DOT,
        DEFINE,
        ELSE,
        END,
        IF,
        NIL,
        RANGE,
        TEMPLATE,
        WITH
    }

    /** As error messages name it. */
    String describe() {
        if (kind == Kind.EOF) {
            return "EOF";
        }
        if (kind == Kind.ERROR) {
            return text;
        }
        if (kind.compareTo(Kind.KEYWORD) > 0) {
            return "<" + text + ">";
        }
        return GoText.length(text) > 10 ? GoFormat.sprintf("%.10q...", text) : GoQuote.quote(text);
    }
}
