package dev.auditflow.gate.excerpt;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Where the lines of a text are. A line ends at LF, CR LF or CR, as in YAML. */
final class TextLines {
    private final String text;
    private int[] starts = new int[64];
    private int count;

    TextLines(String text) {
        this.text = text;
        add(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
            if (ends && i + 1 < text.length()) {
                add(i + 1);
            }
        }
    }

    private void add(int start) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = start;
    }

    int count() {
        return count;
    }

    /** Offset of a line, counted from 1. */
    int from(int line) {
        return starts[line - 1];
    }

    /** Offset behind the last character of a line, without its end. */
    int to(int line) {
        int to = line < count ? starts[line] : text.length();
        while (to > from(line) && (text.charAt(to - 1) == '\n' || text.charAt(to - 1) == '\r')) {
            to--;
        }
        return to;
    }

    /** Number of the line that an offset is in, counted from 1. */
    int at(int offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    String line(int line) {
        return text.substring(from(line), to(line));
    }

    List<String> all() {
        return IntStream.rangeClosed(1, count).mapToObj(this::line).toList();
    }
}
