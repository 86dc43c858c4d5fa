package dev.auditflow.yaml;

/** A place in the lines of one document, whose last one ends too. */
final class Cursor {
    final char[] text;

    /** Behind the last line. */
    final int end;

    /** Where the next thing stands, or the end. */
    int at;

    /** Counted from 1. */
    int line;

    int lineStart;

    /** @param text that the piece is of */
    Cursor(char[] text, Piece piece) {
        this.text = text;
        this.end = piece.to();
        this.at = piece.from();
        this.lineStart = at;
        this.line = piece.line() + 1;
        if (isSeparator()) {
            at += 3;
            nextLine();
        } else {
            next();
        }
    }

    /** Whether a line begins here as those between documents do. */
    boolean isSeparator() {
        return at == lineStart && at + 3 < end && text[at] == '-' && text[at + 1] == '-' && text[at + 2] == '-';
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Counted from 0; less than that at the end. */
    int column() {
        return at - lineStart;
    }

    /** What stands from here to an offset on this line. */
    Mark mark(int to) {
        return new Mark(line, at - lineStart + 1, at, to);
    }

    /** Whether an item of a list begins here. */
    boolean isDash() {
        return at < end && text[at] == '-' && isBlank(text[at + 1]);
    }

    /** Whether the scalar before this is a key. */
    boolean isColon() {
        return text[at] == ':' && isBlank(text[at + 1]);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\n';
    }

    /** Over blanks; whether something follows on the line. */
    boolean hasMoreOnLine() {
        skipBlanks();
        return text[at] != '\n' && text[at] != '#';
    }

    void skipBlanks() {
        while (text[at] == ' ') {
            at++;
        }
    }

    /** To what stands on a later line, where this one holds nothing more but a comment. */
    void nextLine() {
        int i = at;
        while (text[i] == ' ') {
            i++;
        }
        if (text[i] == '#' && text[i - 1] == ' ') {
            i = endOfLine(i);
        }
        if (text[i] != '\n') {
            throw new Unusual();
        }
        at = i + 1;
        line++;
        next();
    }

    /** From the start of a line to what stands on it or on a later one. */
    void next() {
        int i = at;
        while (i < end) {
            lineStart = i;
            while (text[i] == ' ') {
                i++;
            }
            if (text[i] == '#') {
                i = endOfLine(i);
            }
            if (text[i] != '\n') {
                at = i;
                return;
            }
            i++;
            line++;
        }
        at = end;
        lineStart = end + 1;
    }

    int endOfLine(int from) {
        int i = from;
        while (text[i] != '\n') {
            i++;
        }
        return i;
    }
}
