package dev.auditflow.render.chart;

import dev.auditflow.render.HelmVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text at its {@code ---} lines as Helm does, which is by text and not by YAML. */
final class DocumentSplit {
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---[ \\t]*");

    /** A document without the white space around it, or at least before it. */
    record Range(int from, int to) {}

    private DocumentSplit() {}

    static List<Range> split(String text, HelmVersion version) {
        return version == HelmVersion.HELM_3 ? split(text) : splitAsHelm4(text);
    }

    /** White space at the end of a document stays, and {@code ---} may be followed by its first line. */
    private static List<Range> splitAsHelm4(String text) {
        List<Range> ranges = new ArrayList<>();
        int from = skipSpace(text, 0, text.length());
        Matcher separator = SEPARATOR.matcher(text);
        separator.region(from, text.length()).useAnchoringBounds(true);
        while (separator.find()) {
            addWithItsEnd(ranges, text, from, separator.start());
            from = separator.end();
        }
        addWithItsEnd(ranges, text, from, text.length());
        return ranges;
    }

    private static void addWithItsEnd(List<Range> ranges, String text, int from, int to) {
        int start = skipSpace(text, from, to);
        if (start < to) {
            ranges.add(new Range(start, to));
        }
    }

    private static List<Range> split(String text) {
        int start = skipSpace(text, 0, text.length());
        int end = trimEnd(text, start, text.length());
        List<Range> ranges = new ArrayList<>();
        int from = start;
        int search = start;
        while (true) {
            int dashes = text.indexOf("---", search);
            if (dashes < 0 || dashes + 3 > end) {
                break;
            }
            boolean first = dashes == start;
            boolean afterNewline = dashes > from && text.charAt(dashes - 1) == '\n';
            if (!first && !afterNewline) {
                search = dashes + 1;
                continue;
            }
            int before = dashes;
            while (before > from && isGap(text.charAt(before - 1))) {
                before--;
            }
            add(ranges, text, from, before);
            from = dashes + 3;
            while (from < end && isGap(text.charAt(from))) {
                from++;
            }
            search = from;
        }
        add(ranges, text, from, end);
        return ranges;
    }

    private static void add(List<Range> ranges, String text, int from, int to) {
        if (from < to) {
            int start = skipSpace(text, from, to);
            ranges.add(new Range(start, trimEnd(text, start, to)));
        }
    }

    static boolean isBlank(String text) {
        return skipSpace(text, 0, text.length()) == text.length();
    }

    static int skipSpace(String text, int from, int to) {
        int i = from;
        while (i < to && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    static int trimEnd(String text, int from, int to) {
        int i = to;
        while (i > from && isSpace(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    /** White space of Go's regular expressions. */
    private static boolean isGap(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    /** White space of Unicode, as Go trims it. */
    private static boolean isSpace(char c) {
        return isGap(c) || c == '\u000B' || c == '\u0085' || c == '\u00A0' || (c > 0xFF && Character.isSpaceChar(c));
    }
}
