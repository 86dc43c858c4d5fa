package dev.auditflow.report;

import dev.auditflow.check.Run;
import dev.auditflow.coverage.BranchUse;
import dev.auditflow.coverage.Count;
import dev.auditflow.coverage.Coverage;
import dev.auditflow.coverage.TemplateUse;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * For coverage tools: the trace file of lcov, one record for each template file. Empty for a run without coverage. Files
 * are named as the run names them: from the working directory on.
 */
public final class LcovReport implements Report {
    @Override
    public String write(Run run) {
        Coverage coverage = run.coverage();
        SortedMap<String, TemplateUse> files = new TreeMap<>();
        if (coverage != null) {
            for (Coverage.Chart chart : coverage.charts()) {
                for (Coverage.Member member : chart.members()) {
                    member.templates().forEach(use -> files.merge(use.file(), use, TemplateUse::plus));
                }
            }
        }
        StringBuilder out = new StringBuilder();
        files.values().forEach(use -> file(use, out));
        return out.toString();
    }

    private static void file(TemplateUse use, StringBuilder out) {
        out.append("TN:\nSF:").append(Printable.line(use.file())).append('\n');
        int block = 0;
        for (BranchUse branch : use.branches()) {
            branch(branch, block, 0, branch.body(), out);
            branch(branch, block, 1, branch.otherwise(), out);
            block++;
        }
        count("BR", use.branchCount(), out);
        use.lines()
                .forEach((line, hits) ->
                        out.append("DA:").append(line).append(',').append(hits).append('\n'));
        count("L", use.lineCount(), out);
        out.append("end_of_record\n");
    }

    /** A dash tells that the line itself was never rendered. */
    private static void branch(BranchUse branch, int block, int way, long taken, StringBuilder out) {
        out.append("BRDA:")
                .append(branch.line())
                .append(',')
                .append(block)
                .append(',')
                .append(way)
                .append(',')
                .append(branch.reached() ? Long.toString(taken) : "-")
                .append('\n');
    }

    private static void count(String of, Count count, StringBuilder out) {
        out.append(of).append("F:").append(count.found()).append('\n');
        out.append(of).append("H:").append(count.hit()).append('\n');
    }
}
