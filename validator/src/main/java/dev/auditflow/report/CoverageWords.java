package dev.auditflow.report;

import dev.auditflow.coverage.BranchUse;
import dev.auditflow.coverage.Coverage;
import dev.auditflow.coverage.TemplateUse;
import dev.auditflow.coverage.UnreadKey;
import java.util.ArrayList;
import java.util.List;

/** How reports for people say what was never used. Charts that no target enables are named, their lines are not. */
final class CoverageWords {
    private CoverageWords() {}

    /** What a subchart is called below its root chart. */
    static String name(Coverage.Chart chart, Coverage.Member member) {
        return member.place().startsWith(chart.chart() + "/")
                ? member.place().substring(chart.chart().length() + 1)
                : member.place();
    }

    /**
     * Something that was never used.
     *
     * @param lines where in the file: {@code 3-7, 12}; empty when there is none to name
     * @param text may be empty
     */
    record Unused(String file, String lines, String text) {
        @Override
        public String toString() {
            return file + (lines.isEmpty() ? "" : ":" + lines) + (text.isEmpty() ? "" : "  " + text);
        }
    }

    /** The lines of each file that were never rendered. */
    static List<Unused> missedLines(Coverage.Chart chart) {
        List<Unused> missed = new ArrayList<>();
        for (TemplateUse template : enabled(chart)) {
            if (!template.missedLines().isEmpty()) {
                missed.add(new Unused(template.file(), ranges(template), ""));
            }
        }
        return missed;
    }

    /** Lines between which no line counts are one range. */
    private static String ranges(TemplateUse template) {
        List<String> ranges = new ArrayList<>();
        int from = 0;
        int to = 0;
        for (int line : template.lines().keySet()) {
            boolean missed = !template.isRendered(line);
            if (missed) {
                from = from == 0 ? line : from;
                to = line;
            } else if (from > 0) {
                ranges.add(range(from, to));
                from = 0;
            }
        }
        if (from > 0) {
            ranges.add(range(from, to));
        }
        return String.join(", ", ranges);
    }

    private static String range(int from, int to) {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }

    /** Branches that were reached and always went the same way. */
    static List<Unused> missedBranches(Coverage.Chart chart) {
        List<Unused> missed = new ArrayList<>();
        for (TemplateUse template : enabled(chart)) {
            for (BranchUse branch : template.missedBranches()) {
                if (branch.reached()) {
                    missed.add(new Unused(
                            template.file(), Integer.toString(branch.line()), branch.code() + ": " + branch.missing()));
                }
            }
        }
        return missed;
    }

    private static List<TemplateUse> enabled(Coverage.Chart chart) {
        return chart.members().stream()
                .filter(Coverage.Member::enabled)
                .flatMap(member -> member.templates().stream())
                .toList();
    }

    /** Keys that nothing read, those that templates name or the others, with why: {@code replicaCuont: no template names it; did you mean replicaCount?}. */
    static List<Unused> unreadKeys(Coverage.Chart chart, boolean named) {
        return chart.unread().stream()
                .filter(key -> key.named() == named)
                .map(CoverageWords::unread)
                .toList();
    }

    private static Unused unread(UnreadKey key) {
        String text = "%s%s: %s%s"
                .formatted(
                        key.key(),
                        key.below() == 0 ? "" : " with " + Summary.counted(key.below(), "key") + " below",
                        key.remark(),
                        key.suggestion().isEmpty() ? "" : "; did you mean " + key.suggestion() + "?");
        return new Unused(key.file(), key.line() > 0 ? Integer.toString(key.line()) : "", text);
    }
}
