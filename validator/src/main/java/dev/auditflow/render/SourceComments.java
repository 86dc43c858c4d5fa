package dev.auditflow.render;

import java.util.ArrayList;
import java.util.List;

/** Origins from the {@code # Source:} comments that Helm writes: the template's file is known, the line is not. */
final class SourceComments {
    private static final String SEPARATOR = "---\n";
    private static final String COMMENT = "# Source: ";

    private SourceComments() {}

    static OriginMap of(String text) {
        List<OriginMap.Run> runs = new ArrayList<>();
        int from = 0;
        String template = "";
        int at = next(text, 0);
        while (at >= 0) {
            add(runs, from, at, template);
            int name = at + SEPARATOR.length() + COMMENT.length();
            int end = text.indexOf('\n', name);
            template = text.substring(name, end < 0 ? text.length() : end).strip();
            from = at;
            at = next(text, name);
        }
        add(runs, from, text.length(), template);
        return RunOrigins.of(runs);
    }

    private static int next(String text, int from) {
        int at = text.indexOf(SEPARATOR + COMMENT, from);
        while (at > 0 && text.charAt(at - 1) != '\n') {
            at = text.indexOf(SEPARATOR + COMMENT, at + 1);
        }
        return at;
    }

    private static void add(List<OriginMap.Run> runs, int from, int to, String template) {
        if (!template.isEmpty() && to > from) {
            runs.add(new OriginMap.Run(from, to, template, 0, 0, false, List.of()));
        }
    }
}
