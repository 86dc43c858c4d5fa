package dev.auditflow.admission.review;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Makes warnings that the API server hands on to the user. It drops a warning with a control character or bad UTF-8
 * without a word, cuts all of them to 256 characters once they are longer than 4,096 together, and asks for at most 120
 * characters each (k8s.io/apiserver, endpoints/filters/warning.go).
 */
public final class Warnings {
    private static final int MAX_LENGTH = 120;
    private static final int MAX_COUNT = 4096 / MAX_LENGTH - 1;

    private Warnings() {}

    /** The texts as warnings: each once, on one line, cut where it is too long, and a last one for those left out. */
    public static List<String> of(List<String> texts) {
        LinkedHashSet<String> lines = new LinkedHashSet<>();
        texts.forEach(text -> lines.add(line(text)));
        lines.remove("");
        if (lines.size() <= MAX_COUNT) {
            return List.copyOf(lines);
        }
        List<String> shown = new ArrayList<>(lines.stream().limit(MAX_COUNT).toList());
        shown.add("%d more warnings are left out".formatted(lines.size() - MAX_COUNT));
        return shown;
    }

    /** The text on one line that the API server takes, cut by characters and never inside one. */
    static String line(String text) {
        String clean = (isPlain(text) ? text : printable(text)).strip();
        if (clean.codePointCount(0, clean.length()) <= MAX_LENGTH) {
            return clean;
        }
        return clean.substring(0, clean.offsetByCodePoints(0, MAX_LENGTH - 1)).strip() + "…";
    }

    /** Printable ASCII, as nearly all are. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.LINE_SEPARATOR ? ' ' : c)
                .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
