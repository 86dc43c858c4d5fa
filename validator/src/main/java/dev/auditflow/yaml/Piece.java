package dev.auditflow.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Whole documents out of a longer text. A line {@code ---} ends a document wherever it stands, so that texts can be cut
 * there and read side by side.
 *
 * @param line of the longer text on which it starts, counted from 0
 * @param offset in UTF-16 code units from the start of the longer text
 */
record Piece(String text, int line, int offset) {
    static Piece whole(String text) {
        return new Piece(text, 0, 0);
    }

    /** Pieces of at least {@code length} code units but the last; one if the text is short or cannot be cut. */
    static List<Piece> of(String text, int length) {
        if (text.length() <= length) {
            return List.of(whole(text));
        }
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        int startLine = 0;
        int at = 0;
        for (int line = 0; at < text.length(); line++) {
            if (at - start >= length && isSeparator(text, at)) {
                pieces.add(new Piece(text.substring(start, at), startLine, start));
                start = at;
                startLine = line;
            }
            if (!standsAlone(text, at)) {
                return List.of(whole(text));
            }
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end + 1;
        }
        pieces.add(new Piece(text.substring(start), startLine, start));
        return pieces;
    }

    private static boolean isSeparator(String text, int at) {
        return text.startsWith("---\n", at) || text.startsWith("---\r\n", at);
    }

    /** Whether a line says nothing of the documents around it, and is counted as a line by every reader. */
    private static boolean standsAlone(String text, int at) {
        if (text.startsWith("%", at) || text.startsWith("...", at)) {
            return false;
        }
        for (int i = at; i < text.length() && text.charAt(i) != '\n'; i++) {
            switch (text.charAt(i)) {
                case '\u0085', '\u2028', '\u2029' -> {
                    return false;
                }
                case '\r' -> {
                    if (!text.startsWith("\r\n", i)) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return true;
    }

    /** A mark in this piece as one in the longer text. */
    Mark shift(int lineInPiece, int column, int from, int to) {
        return new Mark(line + lineInPiece, column, offset + from, offset + to);
    }
}
