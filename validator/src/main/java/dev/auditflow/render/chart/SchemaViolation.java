package dev.auditflow.render.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a value does not meet a schema, as a tree.
 *
 * @param place JSON pointer of the value
 * @param message in the words of Helm's validator; empty for a reference, which shows only when it has several causes
 */
record SchemaViolation(String place, String message, List<SchemaViolation> causes) {
    private static final String REFERENCE = "";

    SchemaViolation(String place, String message) {
        this(place, message, List.of());
    }

    /** Several violations of one value by one schema. */
    static SchemaViolation group(String place, List<SchemaViolation> causes) {
        return causes.size() == 1 ? causes.getFirst() : new SchemaViolation(place, "validation failed", causes);
    }

    static SchemaViolation reference(String place, SchemaViolation target) {
        List<SchemaViolation> causes = target.message.equals("validation failed") ? target.causes : List.of(target);
        return new SchemaViolation(place, REFERENCE, causes);
    }

    /** The lines that Helm prints below the chart's name. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (message.equals("validation failed")) {
            causes.forEach(cause -> cause.print("", lines));
        } else {
            print("", lines);
        }
        return lines;
    }

    /** The first violation that has no causes of its own. */
    SchemaViolation innermost() {
        return causes.isEmpty() ? this : causes.getFirst().innermost();
    }

    private void print(String indent, List<String> lines) {
        boolean hidden = message.equals(REFERENCE) && causes.size() == 1;
        if (!hidden) {
            String words = message.equals(REFERENCE) ? "validation failed" : message;
            lines.add(indent + "- at " + SchemaWords.quote(place) + ": " + words);
        }
        causes.forEach(cause -> cause.print(hidden ? indent : indent + "  ", lines));
    }
}
