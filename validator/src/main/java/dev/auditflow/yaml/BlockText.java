package dev.auditflow.yaml;

/** Reads scalars that are blocks of lines, literal or folded, as deep as their first line. */
final class BlockText {
    private final Cursor cursor;
    private final char[] text;
    private final Words words;
    private final Built built = new Built();

    BlockText(Cursor cursor, Words words) {
        this.cursor = cursor;
        this.text = cursor.text;
        this.words = words;
    }

    /** Reads one whose lines are deeper than {@code indent}, and goes to what follows it. */
    ScalarNode read(int indent) {
        boolean folded = text[cursor.at] == '>';
        char chomping = text[cursor.at + 1];
        int head = cursor.at + (chomping == '-' || chomping == '+' ? 2 : 1);
        Mark start = cursor.mark(head);
        cursor.at = head;
        if (!Cursor.isBlank(text[head]) || cursor.hasMoreOnLine()) {
            throw new Unusual();
        }
        cursor.at = cursor.endOfLine(cursor.at) + 1;
        cursor.line++;
        built.clear();
        int breaks = lines(columnOf(indent), folded);
        boolean ended = !built.isEmpty() && chomping != '-';
        built.add('\n', (ended ? 1 : 0) + (chomping == '+' ? breaks : 0));
        String whole = built.word(words).text();
        Mark mark = new Mark(start.line(), start.column(), start.offset(), cursor.at);
        cursor.next();
        return new ScalarNode(ScalarNode.Kind.STRING, whole, false, whole, mark);
    }

    /** Where its first line begins that is not empty, or where one could. */
    private int columnOf(int indent) {
        int longest = 0;
        int i = cursor.at;
        int start = i;
        while (i < cursor.end && Cursor.isBlank(text[i])) {
            if (text[i] == '\n') {
                longest = Math.max(longest, i - start);
                start = i + 1;
            }
            i++;
        }
        int column = i == cursor.end ? 0 : i - start;
        if (longest > column || (i < cursor.end && text[i] == '\t')) {
            throw new Unusual();
        }
        return Math.max(column, indent + 1);
    }

    /** Adds its lines and ends at the first one that is none; gives how many empty ones stand last. */
    private int lines(int column, boolean folded) {
        boolean first = true;
        boolean folds = false;
        int breaks = 0;
        while (cursor.at < cursor.end) {
            int i = firstOf(column);
            if (text[i] == '\n') {
                breaks++;
            } else if (i < cursor.at + column) {
                break;
            } else {
                boolean deeper = text[i] == ' ' || text[i] == '\t';
                boolean joined = folds && !deeper;
                built.add(joined && breaks == 0 ? ' ' : '\n', first || (joined && breaks > 0) ? 0 : 1);
                built.add('\n', breaks);
                breaks = 0;
                first = false;
                folds = folded && !deeper;
                int stop = cursor.endOfLine(i);
                built.add(text, i, stop);
                i = stop;
            }
            cursor.at = i + 1;
            cursor.line++;
        }
        return breaks;
    }

    /** The first character of a line behind its indentation, or before it if the line is less deep. */
    private int firstOf(int column) {
        int i = cursor.at;
        int from = i + column;
        while (i < from && text[i] == ' ') {
            i++;
        }
        if (i < from && text[i] == '\t') {
            throw new Unusual();
        }
        return i;
    }
}
