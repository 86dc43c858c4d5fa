package dev.auditflow.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Origins from the {@code # Source:} comments that Helm writes: the template's file is known, the line is not. */
final class SourceComments {
    private static final String SEPARATOR = "---\n";
    private static final String COMMENT = "# Source: ";

    private SourceComments() {}

    /** @param places where the templates lie, by the names that the comments give them */
    static OriginMap of(String text, Map<String, String> places) {
        List<OriginMap.Run> runs = new ArrayList<>();
        int from = 0;
        String template = "";
        int at = next(text, 0);
        while (at >= 0) {
            add(runs, from, at, template);
            int name = at + SEPARATOR.length() + COMMENT.length();
            int end = text.indexOf('\n', name);
            String comment = text.substring(name, end < 0 ? text.length() : end).strip();
            template = places.getOrDefault(comment, comment);
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
            runs.add(OriginMap.Run.ofFile(from, to, template));
        }
    }
}
