package dev.auditflow.yaml;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a document that is written in blocks, as nearly all manifests are, into the nodes that {@link PieceReader} reads,
 * in a fraction of its time. What has an anchor, an alias, a tag, a directive or a fault, and what is rarely written, it
 * leaves to that one. For one use.
 */
final class BlockReader {
    /** Deeper ones are left alone. */
    private static final int MAX_DEPTH = 200;

    /** In mappings of more keys the same one is searched by a table. */
    private static final int FEW = 8;

    private final Cursor cursor;
    private final ScalarScanner scalars;
    private final BlockText blocks;

    private BlockReader(char[] text, Piece piece, Words words) {
        this.cursor = new Cursor(text, piece);
        this.scalars = new ScalarScanner(cursor, words);
        this.blocks = new BlockText(cursor, words);
    }

    /**
     * The document of a piece, or nothing if it is not of this kind.
     *
     * @param text that the piece is of
     */
    static Optional<Node> read(char[] text, Piece piece, Words words) {
        if (!piece.ordinary()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BlockReader(text, piece, words).document());
        } catch (Unusual e) {
            return Optional.empty();
        }
    }

    private Node document() {
        if (cursor.isAtEnd()) {
            throw new Unusual();
        }
        Node node = node(-1, false, 0);
        if (!cursor.isAtEnd() || node instanceof ScalarNode) {
            throw new Unusual();
        }
        return node;
    }

    /**
     * Reads the node that begins here and goes to what follows it.
     *
     * @param indent the column of the block around it
     * @param behindKey whether it stands on the line of its key, where no other block can
     */
    private Node node(int indent, boolean behindKey, int depth) {
        if (depth > MAX_DEPTH) {
            throw new Unusual();
        }
        char first = cursor.text[cursor.at];
        if (first == '|' || first == '>') {
            return blocks.read(indent);
        }
        if (first == '[' || first == '{') {
            return first == '[' ? inBrackets() : inBraces();
        }
        if (cursor.isDash() && !behindKey) {
            return list(depth);
        }
        scalars.onLine();
        if (cursor.isColon() && !behindKey) {
            return map(depth);
        }
        scalars.onLinesBelow(indent);
        ScalarNode scalar = scalars.scalar();
        cursor.nextLine();
        return scalar;
    }

    /** A mapping whose first key has been read. */
    private MapNode map(int depth) {
        int column = scalars.mark().column() - 1;
        Mark start = scalars.mark();
        List<MapNode.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (true) {
            Mark mark = scalars.mark();
            String key = scalars.key();
            refuseSecond(key, entries, keys);
            entries.add(new MapNode.Entry(key, mark, value(column, depth + 1)));
            if (cursor.column() != column) {
                break;
            }
            scalars.onLine();
            if (!cursor.isColon()) {
                throw new Unusual();
            }
        }
        if (cursor.column() > column) {
            throw new Unusual();
        }
        return new MapNode(entries, new Mark(start.line(), start.column(), start.offset(), cursor.at));
    }

    private static void refuseSecond(String key, List<MapNode.Entry> entries, Set<String> keys) {
        boolean second = false;
        if (entries.size() < FEW) {
            for (MapNode.Entry entry : entries) {
                second |= entry.key().equals(key);
            }
        } else {
            if (entries.size() == FEW) {
                entries.forEach(entry -> keys.add(entry.key()));
            }
            second = !keys.add(key);
        }
        if (second) {
            throw new Unusual();
        }
    }

    /** What stands behind the colon that is here, on the same line or below. */
    private Node value(int column, int depth) {
        cursor.at++;
        Mark behindColon = cursor.mark(cursor.at);
        if (cursor.hasMoreOnLine()) {
            return node(column, true, depth);
        }
        cursor.nextLine();
        if (cursor.column() > column) {
            return node(column, false, depth);
        }
        return cursor.column() == column && cursor.isDash() ? list(depth) : nothing(behindColon);
    }

    /** A list whose first dash is here. */
    private ListNode list(int depth) {
        int column = cursor.column();
        Mark start = cursor.mark(cursor.at);
        List<Node> items = new ArrayList<>();
        while (cursor.column() == column && cursor.isDash()) {
            cursor.at++;
            Mark behindDash = cursor.mark(cursor.at);
            if (cursor.hasMoreOnLine()) {
                items.add(node(column, false, depth + 1));
            } else {
                cursor.nextLine();
                items.add(cursor.column() > column ? node(column, false, depth + 1) : nothing(behindDash));
            }
        }
        if (cursor.column() > column) {
            throw new Unusual();
        }
        return new ListNode(items, new Mark(start.line(), start.column(), start.offset(), cursor.at));
    }

    private static ScalarNode nothing(Mark mark) {
        return new ScalarNode(ScalarNode.Kind.NULL, "null", true, "", mark);
    }

    /** A list of scalars on one line. */
    private ListNode inBrackets() {
        Mark start = cursor.mark(cursor.at);
        List<Node> items = new ArrayList<>();
        cursor.at++;
        cursor.skipBlanks();
        while (cursor.text[cursor.at] != ']') {
            scalars.inList();
            items.add(scalars.scalar());
            cursor.skipBlanks();
            if (cursor.text[cursor.at] == ',') {
                cursor.at++;
                cursor.skipBlanks();
            } else if (cursor.text[cursor.at] != ']') {
                throw new Unusual();
            }
        }
        cursor.at++;
        Mark mark = new Mark(start.line(), start.column(), start.offset(), cursor.at);
        cursor.nextLine();
        return new ListNode(items, mark);
    }

    /** A mapping that holds nothing. */
    private MapNode inBraces() {
        Mark mark = cursor.mark(cursor.at + 2);
        if (cursor.text[cursor.at + 1] != '}') {
            throw new Unusual();
        }
        cursor.at += 2;
        cursor.nextLine();
        return new MapNode(List.of(), mark);
    }
}
