package dev.auditflow.check.policy.gatekeeper;

/**
 * A piece of Rego source; all of them in a row are the source again.
 *
 * @param line counted from 1
 * @param depth how many brackets are open around it
 */
record RegoToken(Kind kind, String text, int line, int depth) {
    /** Classes of tokens, as far as references need them. */
    enum Kind {
        NAME,
        STRING,
        /** Spaces, line ends and comments. */
        SPACE,
        OTHER
    }

    boolean is(String other) {
        return text.equals(other);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
