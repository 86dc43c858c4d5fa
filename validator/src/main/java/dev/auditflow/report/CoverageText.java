package dev.auditflow.report;

import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.coverage.Count;
import dev.auditflow.coverage.Coverage;
import java.util.List;
import java.util.function.Function;

/** The coverage of a run for people at a terminal: a table, then what was never used, the first of each kind. */
final class CoverageText {
    private static final int MAX_SHOWN = 25;

    private final Style style;
    private final StringBuilder out;

    CoverageText(Style style, StringBuilder out) {
        this.style = style;
        this.out = out;
    }

    void write(Run run) {
        Coverage coverage = run.coverage();
        if (coverage == null) {
            return;
        }
        table(coverage);
        byFile("values keys that no template names", of(coverage, chart -> CoverageWords.unreadKeys(chart, false)));
        byFile("values keys that were not read", of(coverage, chart -> CoverageWords.unreadKeys(chart, true)));
        list("lines never rendered", lines(coverage));
        byFile("branches that always went one way", of(coverage, CoverageWords::missedBranches));
        list("rules that saw no object", idle(run, coverage));
        list("targets that were not rendered and count for nothing", coverage.unrendered());
    }

    private static List<String> lines(Coverage coverage) {
        return of(coverage, CoverageWords::missedLines).stream()
                .map(CoverageWords.Unused::toString)
                .toList();
    }

    private static List<CoverageWords.Unused> of(
            Coverage coverage, Function<Coverage.Chart, List<CoverageWords.Unused>> words) {
        return coverage.charts().stream().map(words).flatMap(List::stream).toList();
    }

    private static List<String> idle(Run run, Coverage coverage) {
        return coverage.idleRules().stream()
                .map(id -> {
                    Rule rule = run.rules().get(id);
                    return rule == null ? id : id + "  " + rule.title();
                })
                .toList();
    }

    /** Names come last: paths are long. */
    private void table(Coverage coverage) {
        String row = "%16s  %16s  %16s  %s";
        out.append('\n').append(style.bold("coverage")).append('\n');
        out.append(style.dim(row.formatted("lines", "branches", "values keys", "of")))
                .append('\n');
        for (Coverage.Chart chart : coverage.charts()) {
            for (Coverage.Member member : chart.members()) {
                String name = Printable.line(name(chart, member));
                out.append(
                                member.enabled()
                                        ? row.formatted(
                                                cell(member.lines()),
                                                cell(member.branches()),
                                                cell(member.keys()),
                                                name)
                                        : row.formatted("", "", "", name + style.dim("  no target enables it")))
                        .append('\n');
            }
        }
        out.append(row.formatted("", "", cell(coverage.ruleCount()), "policy rules"))
                .append('\n');
    }

    private static String name(Coverage.Chart chart, Coverage.Member member) {
        String name = CoverageWords.name(chart, member);
        return member.place().equals(chart.chart()) ? name : "  " + name;
    }

    private static String cell(Count count) {
        return count.found() == 0 ? "–" : "%d/%d %4s".formatted(count.hit(), count.found(), count.percent() + "%");
    }

    private void byFile(String heading, List<CoverageWords.Unused> items) {
        int width = items.stream().mapToInt(item -> item.lines().length()).max().orElse(0);
        String file = "";
        heading(heading, items);
        for (CoverageWords.Unused item : items.subList(0, Math.min(MAX_SHOWN, items.size()))) {
            if (!item.file().equals(file)) {
                file = item.file();
                out.append("  ").append(Printable.line(file)).append('\n');
            }
            String place = width == 0 ? "" : ("%" + width + "s  ").formatted(item.lines());
            out.append("    ").append(Printable.line(place + item.text())).append('\n');
        }
        more(items);
    }

    private void list(String heading, List<String> items) {
        heading(heading, items);
        items.stream()
                .limit(MAX_SHOWN)
                .forEach(item -> out.append("  ").append(Printable.line(item)).append('\n'));
        more(items);
    }

    private void heading(String heading, List<?> items) {
        if (!items.isEmpty()) {
            out.append('\n').append(style.bold(heading)).append('\n');
        }
    }

    private void more(List<?> items) {
        if (items.size() > MAX_SHOWN) {
            out.append(style.dim("  and %d more: -o json and -o html name all".formatted(items.size() - MAX_SHOWN)))
                    .append('\n');
        }
    }
}
