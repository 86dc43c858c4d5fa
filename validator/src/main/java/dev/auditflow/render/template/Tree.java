package dev.auditflow.render.template;

import dev.auditflow.go.GoText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The text of one parsed file or {@code tpl} argument, to find lines and columns in. */
final class Tree {
    /** The name that errors give, {@code chart/templates/x.yaml}. */
    final String parseName;

    /** Where the text lies, as a person would look it up; empty for a text that was made while rendering. */
    final String file;

    final String text;

    /** Where the text itself comes from when it was made while rendering; null for a file. */
    final @Nullable Trace origin;

    private final int[] lineStarts;

    Tree(String parseName, String file, String text, @Nullable Trace origin) {
        this.origin = origin;
        this.parseName = parseName;
        this.file = file;
        this.text = text;
        int[] starts = new int[16];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at + 1;
        }
        this.lineStarts = Arrays.copyOf(starts, count);
    }

    /** Line of an offset, counted from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Column of an offset in bytes, counted from 0. */
    int byteColumn(int offset) {
        return GoText.length(text.substring(lineStarts[line(offset) - 1], offset));
    }

    /** Column of an offset in characters, counted from 1. */
    int column(int offset) {
        return text.codePointCount(lineStarts[line(offset) - 1], offset) + 1;
    }

    /** {@code name:line:column} as Go's execution errors begin. */
    String location(int offset) {
        return parseName + ":" + line(offset) + ":" + byteColumn(offset);
    }
}
