package dev.auditflow.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Whole documents out of a text. A line {@code ---} ends a document wherever it stands, so that texts can be cut there
 * and read side by side.
 *
 * @param whole the text
 * @param from offset in UTF-16 code units of its first one
 * @param to offset behind its last one
 * @param line of the text on which it starts, counted from 0
 * @param ordinary whether it ends with a line end, has no others than {@code \n}, and no characters that fill more or
 *     less than a column
 */
record Piece(String whole, int from, int to, int line, boolean ordinary) {
    static Piece whole(String text) {
        return new Piece(text, 0, text.length(), 0, false);
    }

    /**
     * The documents; one piece if the text cannot be cut.
     *
     * @param chars the text's
     */
    static List<Piece> of(String text, char[] chars) {
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        int startLine = 0;
        int at = 0;
        boolean ordinary = true;
        for (int line = 0; at < chars.length; line++) {
            if (at > start && isSeparator(text, at)) {
                pieces.add(new Piece(text, start, at, startLine, ordinary));
                start = at;
                startLine = line;
                ordinary = true;
            }
            if (text.startsWith("%", at) || text.startsWith("...", at)) {
                return List.of(whole(text));
            }
            for (; at < chars.length && chars[at] != '\n'; at++) {
                char c = chars[at];
                if (c < ' ' || c > '~') {
                    if (isLineEndOfSome(chars, at)) {
                        return List.of(whole(text));
                    }
                    ordinary &= isOrdinary(c);
                }
            }
            at++;
        }
        boolean ended = text.endsWith("\n");
        pieces.add(new Piece(text, start, chars.length, startLine, ordinary && ended));
        return pieces;
    }

    private static boolean isSeparator(String text, int at) {
        return text.startsWith("---\n", at) || text.startsWith("---\r\n", at);
    }

    /** Whether some readers count a line here and others none. */
    private static boolean isLineEndOfSome(char[] chars, int at) {
        return switch (chars[at]) {
            case '\u0085', '\u2028', '\u2029' -> true;
            case '\r' -> at + 1 == chars.length || chars[at + 1] != '\n';
            default -> false;
        };
    }

    private static boolean isOrdinary(char c) {
        return c == '\t' || (c >= '\u00A0' && !Character.isSurrogate(c) && c != '\uFEFF' && c < '\uFFFE');
    }

    String text() {
        return whole.substring(from, to);
    }

    /** A mark in this piece as one in the text. */
    Mark shift(int lineInPiece, int column, int start, int end) {
        return new Mark(line + lineInPiece, column, from + start, from + end);
    }
}
