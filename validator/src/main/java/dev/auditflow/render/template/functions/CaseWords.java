package dev.auditflow.render.template.functions;

/** Takes a text apart into words and joins them in another case, as the library behind Sprig does. */
final class CaseWords {
    private static final int INVALID = 0xFFFD;
    private static final int FIRST_CJK = 0x3400;

    /** What a word is made of. */
    private enum Kind {
        END,
        NUMBER,
        UPPER,
        LETTERS,
        CONNECTOR,
        PUNCTUATION,
        OTHER;

        /** Whether a word of this kind parts others without a connector of ours. */
        boolean parts() {
            return this == CONNECTOR || this == PUNCTUATION;
        }

        boolean continuesNumber() {
            return this == LETTERS || this == NUMBER;
        }
    }

    private final int[] runes;
    private final int connector;
    private final StringBuilder out = new StringBuilder();

    /** The current word. */
    private Kind kind = Kind.END;

    private int from;
    private int to;

    private CaseWords(String text, int connector) {
        this.runes = GoRunes.of(text);
        this.connector = connector;
    }

    /** Lower case words with a connector between them: {@code HTTPServer} becomes {@code http_server}. */
    static String join(String text, int connector) {
        CaseWords words = new CaseWords(text, connector);
        if (words.runes.length > 0) {
            words.joined();
        }
        return words.out.toString();
    }

    private void joined() {
        next();
        while (to < runes.length) {
            if (kind != Kind.CONNECTOR) {
                append(kind, from, to);
            }
            Kind before = kind;
            int start = from;
            int end = to;
            next();
            switch (before) {
                case NUMBER -> {
                    number();
                    if (kind != Kind.END && !kind.parts()) {
                        out.appendCodePoint(connector);
                    }
                }
                case CONNECTOR -> append(before, start, end);
                case PUNCTUATION -> {}
                default -> afterLetters();
            }
        }
        append(kind, from, to);
    }

    /** Letters and digits after a number stay with it. */
    private void number() {
        while (kind.continuesNumber()) {
            append(kind, from, to);
            next();
        }
    }

    private void afterLetters() {
        if (kind != Kind.NUMBER) {
            if (!kind.parts()) {
                out.appendCodePoint(connector);
            }
            return;
        }
        if (to == runes.length) {
            return;
        }
        int start = from;
        int end = to;
        next();
        if (kind != Kind.LETTERS) {
            append(Kind.NUMBER, start, end);
            if (!kind.parts()) {
                out.appendCodePoint(connector);
            }
            return;
        }
        out.appendCodePoint(connector);
        append(Kind.NUMBER, start, end);
        number();
        if (kind != Kind.END && !kind.parts()) {
            out.appendCodePoint(connector);
        }
    }

    private void append(Kind word, int start, int end) {
        boolean changes = word == Kind.UPPER || word == Kind.CONNECTOR;
        for (int i = start; i < end; i++) {
            int rune = runes[i];
            if (changes && isConnector(rune)) {
                out.appendCodePoint(connector);
            } else {
                out.appendCodePoint(changes && GoRunes.isUpper(rune) ? Character.toLowerCase(rune) : rune);
            }
        }
    }

    /** Goes on to the next word; at the end of the text the word is empty. */
    private void next() {
        from = to;
        kind = Kind.END;
        if (from >= runes.length) {
            return;
        }
        to = skipInvalid(from);
        if (to == runes.length) {
            return;
        }
        int first = runes[to++];
        if (isConnector(first)) {
            kind = Kind.CONNECTOR;
            run(CaseWords::isConnector);
        } else if (GoRunes.isPunctuation(first)) {
            kind = Kind.PUNCTUATION;
            run(GoRunes::isPunctuation);
        } else if (GoRunes.isUpper(first)) {
            kind = Kind.UPPER;
            upper();
        } else if (isAlphabet(first)) {
            kind = Kind.LETTERS;
            run(rune -> isAlphabet(rune) && !GoRunes.isUpper(rune));
        } else if (GoRunes.isNumber(first)) {
            kind = Kind.NUMBER;
            run(GoRunes::isNumber);
        } else {
            kind = Kind.OTHER;
            run(rune ->
                    !isConnector(rune) && !isAlphabet(rune) && !GoRunes.isNumber(rune) && !GoRunes.isPunctuation(rune));
        }
    }

    /** A capitalized word, or capitals without the one that starts the next word. */
    private void upper() {
        int at = skipInvalid(to);
        if (at == runes.length) {
            to = at;
            return;
        }
        if (GoRunes.isUpper(runes[at])) {
            int last = to;
            int rune = runes[at];
            to = at + 1;
            while (to < runes.length) {
                at = skipInvalid(to);
                rune = at == runes.length ? rune : runes[at];
                if (at == runes.length || !GoRunes.isUpper(rune)) {
                    break;
                }
                last = to;
                to = at + 1;
            }
            if (to < runes.length && isAlphabet(rune)) {
                to = last;
            }
        } else if (isAlphabet(runes[at])) {
            to = at + 1;
            run(rune -> isAlphabet(rune) && !GoRunes.isUpper(rune));
        }
    }

    /** A class of runes. */
    private interface RuneClass {
        boolean has(int rune);
    }

    private void run(RuneClass wanted) {
        while (to < runes.length) {
            int at = skipInvalid(to);
            if (at == runes.length) {
                to = at;
            } else if (wanted.has(runes[at])) {
                to = at + 1;
            } else {
                return;
            }
        }
    }

    private int skipInvalid(int start) {
        int at = start;
        while (at < runes.length && runes[at] == INVALID) {
            at++;
        }
        return at;
    }

    private static boolean isConnector(int rune) {
        return rune == '-' || rune == '_' || GoRunes.isSpace(rune);
    }

    /** Letters but for the Chinese characters. */
    private static boolean isAlphabet(int rune) {
        if (!Character.isLetter(rune)) {
            return false;
        }
        return rune < FIRST_CJK
                || !((rune >= 0x4E00 && rune <= 0x9FCC)
                        || (rune >= 0x3400 && rune <= 0x4D85)
                        || (rune >= 0x20000 && rune <= 0x2B81D));
    }

    /** Words joined without connectors, each with a capital: {@code some_words} becomes {@code SomeWords}. */
    static String pascal(String text) {
        int[] runes = GoRunes.of(text);
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < runes.length && isConnector(runes[at])) {
            out.appendCodePoint(runes[at++]);
        }
        if (at == runes.length) {
            // A text of connectors alone ends in its last one twice.
            return at == 0 ? "" : out.appendCodePoint(runes[at - 1]).toString();
        }
        boolean capitals = GoRunes.isUpper(runes[at]);
        int rune = Character.toUpperCase(runes[at++]);
        for (; at < runes.length; at++) {
            int before = rune;
            rune = runes[at];
            if (isConnector(rune) && isConnector(before)) {
                out.appendCodePoint(before);
            } else if (isConnector(before)) {
                capitals = GoRunes.isUpper(rune);
                rune = Character.toUpperCase(rune);
            } else {
                if (capitals && GoRunes.isUpper(rune)) {
                    rune = Character.toLowerCase(rune);
                } else {
                    capitals = false;
                }
                out.appendCodePoint(before);
            }
        }
        return out.appendCodePoint(rune).toString();
    }
}
