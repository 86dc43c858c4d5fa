package dev.auditflow.yaml;

/** Turns the parser's code point indices into UTF-16 offsets; free for texts without surrogate pairs. */
final class Offsets {
    private final String text;
    private final boolean wide;
    private int lastIndex;
    private int lastOffset;

    Offsets(String text) {
        this.text = text;
        this.wide = text.codePointCount(0, text.length()) != text.length();
    }

    int utf16(int codePointIndex) {
        if (!wide) {
            return codePointIndex;
        }
        lastOffset = text.offsetByCodePoints(lastOffset, codePointIndex - lastIndex);
        lastIndex = codePointIndex;
        return lastOffset;
    }
}
