package dev.auditflow.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Text from charts and policies, made safe to print: whatever would move a cursor, hide or reorder text, or is no
 * character at all shows as {@code \u001b}.
 */
final class Printable {
    private Printable() {}

    /** The text with line ends as {@code \n}; tabs and lines stay. */
    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(c -> {
            if (c == '\n' || c == '\t' || isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append("\\u%04x".formatted(c));
            }
        });
        return out.toString();
    }

    /** The text on one line. */
    static String line(String text) {
        return text(text).replace('\n', ' ').replace('\t', ' ');
    }

    /** The first line of a message, which says what is wrong; what follows are details, such as a diff. */
    static String firstLine(String text) {
        return text(text).lines().findFirst().orElse("");
    }

    /** The lines after the first one. */
    static List<String> details(String text) {
        return text(text).lines().skip(1).toList();
    }

    /** Whether details are a diff, and no list that happens to use its signs. */
    static boolean isDiff(List<String> details) {
        return details.stream().anyMatch(line -> line.startsWith("@@"));
    }

    /** A report whose lines are no commands to GitHub's runner, which takes them from the log of a step. */
    static String withoutCommands(String report) {
        if (!report.contains("::") && !report.contains("##[")) {
            return report;
        }
        return report.lines()
                .map(Printable::withoutCommand)
                .collect(Collectors.joining("\n", "", report.endsWith("\n") ? "\n" : ""))
                .replace("##[", "## [");
    }

    private static String withoutCommand(String line) {
        int start = line.length() - line.stripLeading().length();
        return line.startsWith("::", start) ? line.substring(0, start) + ": :" + line.substring(start + 2) : line;
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            // Marks that reorder or hide text; joiners stay, for scripts and emoji need them.
            case Character.FORMAT -> c == 0x200C || c == 0x200D || c == 0x00AD;
            default -> (c & 0xFFFE) != 0xFFFE;
        };
    }
}
