package dev.auditflow.coverage;

import java.util.Comparator;

/**
 * One {@code if}, {@code with} or {@code range} and how often each of its two ways was gone. An {@code else} that is not
 * written counts too.
 *
 * @param line counted from 1
 * @param column in characters, counted from 1; tells branches of one line apart
 * @param code as the template says it, without delimiters: {@code if .Values.enabled}
 * @param body how often the body ran; of a range, once for each element
 * @param otherwise how often it did not
 */
public record BranchUse(int line, int column, Kind kind, String code, long body, long otherwise) {
    static final Comparator<BranchUse> BY_PLACE =
            Comparator.comparingInt(BranchUse::line).thenComparingInt(BranchUse::column);

    /** The kinds, with what people call a way that was never gone. */
    public enum Kind {
        IF("never true", "never false"),
        WITH("always empty", "never empty"),
        RANGE("always empty", "never empty");

        private final String withoutBody;
        private final String withoutElse;

        Kind(String withoutBody, String withoutElse) {
            this.withoutBody = withoutBody;
            this.withoutElse = withoutElse;
        }
    }

    /** Whether any rendering came by. */
    public boolean reached() {
        return body > 0 || otherwise > 0;
    }

    /** How many of the two ways were gone. */
    public int taken() {
        return (body > 0 ? 1 : 0) + (otherwise > 0 ? 1 : 0);
    }

    /** What never happened, {@code never false}; {@code never reached} when both ways are missing, empty when none is. */
    public String missing() {
        if (!reached()) {
            return "never reached";
        }
        return body == 0 ? kind.withoutBody : otherwise == 0 ? kind.withoutElse : "";
    }

    BranchUse plus(BranchUse other) {
        return new BranchUse(line, column, kind, code, body + other.body, otherwise + other.otherwise);
    }
}
