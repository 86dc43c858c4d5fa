package dev.auditflow.render.yaml;

/**
 * A token.
 *
 * @param value a scalar's text, an anchor's or alias's name, a tag's handle, a directive's first word; empty for others
 * @param rest a tag's suffix, a directive's second word
 */
record Token(Kind kind, Place start, Place end, String value, String rest) {
    /** What a token is. */
    enum Kind {
        STREAM_START,
        STREAM_END,
        VERSION_DIRECTIVE,
        TAG_DIRECTIVE,
        DOCUMENT_START,
        DOCUMENT_END,
        BLOCK_SEQUENCE_START,
        BLOCK_MAPPING_START,
        BLOCK_END,
        FLOW_SEQUENCE_START,
        FLOW_SEQUENCE_END,
        FLOW_MAPPING_START,
        FLOW_MAPPING_END,
        BLOCK_ENTRY,
        FLOW_ENTRY,
        KEY,
        VALUE,
        ALIAS,
        ANCHOR,
        TAG,
        PLAIN,
        QUOTED
    }

    Token(Kind kind, Place start, Place end) {
        this(kind, start, end, "", "");
    }

    Token(Kind kind, Place start, Place end, String value) {
        this(kind, start, end, value, "");
    }

    boolean is(Kind one) {
        return kind == one;
    }

    boolean isScalar() {
        return kind == Kind.PLAIN || kind == Kind.QUOTED;
    }
}
