package dev.auditflow.yaml;

/**
 * Reads the scalars of a document one by one: plain and quoted ones. What is none of these is {@link Unusual}.
 */
final class ScalarScanner {
    /** A key may be a little longer before readers no longer take it for one. */
    private static final int LONGEST_KEY = 1000;

    /** With these no plain scalar begins; a few may in places. */
    private static final String INDICATORS = "?:,[]{}#&*!|>%@`\t";

    private final Cursor cursor;
    private final char[] text;
    private final Words words;
    private final Built built = new Built();
    private Words.Word word = Words.Word.of("");
    private boolean plain;
    private Mark mark = new Mark(1, 1, 0, 0);

    ScalarScanner(Cursor cursor, Words words) {
        this.cursor = cursor;
        this.text = cursor.text;
        this.words = words;
    }

    /** Where the last scalar stands. */
    Mark mark() {
        return mark;
    }

    /** The last scalar as a node. */
    ScalarNode scalar() {
        if (!plain) {
            return new ScalarNode(ScalarNode.Kind.STRING, word.text(), false, word.text(), mark);
        }
        if (!word.usual()) {
            throw new Unusual();
        }
        return new ScalarNode(word.plain().kind(), word.plain().text(), true, word.text(), mark);
    }

    /** The last scalar as a key, which is a word that nobody takes for anything else. */
    String key() {
        boolean string = !plain || (word.usual() && word.plain().kind() == ScalarNode.Kind.STRING);
        boolean merge = plain && word.text().equals("<<");
        if (!string || merge || cursor.line > mark.line() || cursor.at - mark.offset() > LONGEST_KEY) {
            throw new Unusual();
        }
        return word.text();
    }

    private void take(Words.Word read, boolean isPlain, Mark where, int behind) {
        word = read;
        plain = isPlain;
        mark = where;
        cursor.at = behind;
    }

    /** Reads what may be a key: a scalar as far as it stands on this line. */
    void onLine() {
        int at = cursor.at;
        char first = text[at];
        if (first == '"' || first == '\'') {
            quoted(first);
            return;
        }
        if (INDICATORS.indexOf(first) >= 0 || cursor.isDash() || cursor.isSeparator()) {
            throw new Unusual();
        }
        int stop = endOfPlain(at);
        int last = withoutBlanks(stop);
        take(words.of(text, at, last), true, cursor.mark(last), stop);
    }

    private int endOfPlain(int from) {
        int i = from;
        while (true) {
            char c = text[i];
            if (c <= ':') {
                boolean ends = c == '\n'
                        || (c == ':' && Cursor.isBlank(text[i + 1]))
                        || (c == '#' && i > from && text[i - 1] == ' ');
                if (ends) {
                    return i;
                }
                if (c == '\t') {
                    throw new Unusual();
                }
            }
            i++;
        }
    }

    private int withoutBlanks(int stop) {
        int last = stop;
        while (text[last - 1] == ' ') {
            last--;
        }
        return last;
    }

    /** Adds to a plain scalar what stands of it on the next lines: what is deeper than its block. */
    void onLinesBelow(int indent) {
        if (!plain || text[cursor.at] != '\n' || !continues(indent)) {
            return;
        }
        built.clear();
        built.add(text, mark.offset(), mark.end());
        int last;
        do {
            last = fold();
        } while (text[cursor.at] == '\n' && continues(indent));
        Mark whole = new Mark(mark.line(), mark.column(), mark.offset(), last);
        take(built.word(words), true, whole, cursor.at);
    }

    /** Whether the scalar goes on behind the line end that is here. */
    private boolean continues(int indent) {
        int i = cursor.at;
        int start = i;
        while (i < cursor.end && Cursor.isBlank(text[i])) {
            start = text[i] == '\n' ? i + 1 : start;
            i++;
        }
        if (i < cursor.end && text[i] == '\t') {
            throw new Unusual();
        }
        return i < cursor.end && i - start > indent && text[i] != '#';
    }

    /** Adds the next line of a plain scalar; gives where it ends. */
    private int fold() {
        int i = folded(cursor.at);
        int stop = endOfPlain(i);
        if (text[stop] == ':') {
            throw new Unusual();
        }
        int last = withoutBlanks(stop);
        built.add(text, i, last);
        cursor.at = stop;
        return last;
    }

    /** Over line ends, of which one is a blank, and of several the first is nothing; gives what follows. */
    private int folded(int lineEnd) {
        int lines = 0;
        int i = lineEnd;
        while (i < cursor.end && Cursor.isBlank(text[i])) {
            if (text[i] == '\n') {
                lines++;
                cursor.lineStart = i + 1;
            }
            i++;
        }
        cursor.line += lines;
        built.add(lines == 1 ? ' ' : '\n', Math.max(1, lines - 1));
        return i;
    }

    /** Reads a scalar of a list in brackets, as far as it stands on this line. */
    void inList() {
        int at = cursor.at;
        char first = text[at];
        if (first == '"' || first == '\'') {
            quoted(first);
            return;
        }
        boolean sign = first == '-' && !Character.isLetterOrDigit(text[at + 1]) && text[at + 1] != '-';
        if (INDICATORS.indexOf(first) >= 0 || sign) {
            throw new Unusual();
        }
        int stop = endInList(at);
        int last = withoutBlanks(stop);
        take(words.of(text, at, last), true, cursor.mark(last), stop);
    }

    private int endInList(int from) {
        int i = from;
        while (text[i] != ',' && text[i] != ']') {
            boolean unusual = switch (text[i]) {
                case '\n', '\t', '[', '{', '}' -> true;
                case '#' -> text[i - 1] == ' ';
                case ':' -> ",[]{} \t\n".indexOf(text[i + 1]) >= 0;
                default -> false;
            };
            if (unusual) {
                throw new Unusual();
            }
            i++;
        }
        return i;
    }

    private void quoted(char quote) {
        int line = cursor.line;
        Mark start = cursor.mark(cursor.at);
        int from = cursor.at + 1;
        int i = from;
        built.clear();
        while (text[i] != quote || (quote == '\'' && text[i + 1] == quote)) {
            if (text[i] == '\n') {
                from = quotedBelow(from, i);
                i = from;
            } else if (text[i] == quote || (quote == '"' && text[i] == '\\')) {
                built.add(text, from, i);
                built.add(text[i] == quote ? quote : escaped(text[i + 1]), 1);
                i += 2;
                from = i;
            } else {
                i++;
            }
        }
        built.add(text, from, i);
        take(built.word(words), false, new Mark(line, start.column(), start.offset(), i + 1), i + 1);
    }

    /** Adds what stands from an offset to the end of the line, and the line end; gives where the next line begins. */
    private int quotedBelow(int from, int lineEnd) {
        int last = lineEnd;
        while (last > from && text[last - 1] == ' ') {
            last--;
        }
        built.add(text, from, last);
        int i = folded(lineEnd);
        if (i == cursor.end || i == cursor.lineStart || text[i] == '\t' || text[last - 1] == '\t') {
            throw new Unusual();
        }
        return i;
    }

    private static char escaped(char c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> throw new Unusual();
        };
    }
}
