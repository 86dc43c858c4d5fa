package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a run says that the one before did not, and the other way round, for people who watch. */
public final class RunDifference {
    private RunDifference() {}

    /** A finding, wherever its lines have moved to. */
    private record Same(
            String target, String rule, Severity severity, ResourceId resource, FieldPath path, String message) {
        static Same of(Verdict verdict, Finding finding) {
            return new Same(
                    verdict.target(),
                    finding.rule(),
                    finding.severity(),
                    finding.resource(),
                    finding.path(),
                    finding.message());
        }
    }

    /** New findings as the text report shows them, those that are gone a line each, and the verdict. */
    public static String between(Run before, Run after, boolean colour) {
        TextReport text = new TextReport(colour);
        StringBuilder out = new StringBuilder();
        Run added = without(after, before);
        for (MergedFinding merged : MergedFinding.of(added)) {
            text.finding(merged, added, out);
        }
        Run gone = without(before, after);
        for (MergedFinding merged : MergedFinding.of(gone)) {
            text.gone(merged, gone, out);
        }
        out.append(text.verdict(Summary.of(after))).append('\n');
        return Printable.withoutCommands(out.toString());
    }

    /** The run with those findings only that the other does not have. */
    private static Run without(Run run, Run other) {
        Set<Same> known = new HashSet<>();
        for (Verdict verdict : other.verdicts()) {
            verdict.findings().forEach(finding -> known.add(Same.of(verdict, finding)));
        }
        List<Verdict> left = run.verdicts().stream()
                .map(verdict -> new Verdict(
                        verdict.release(),
                        verdict.environment(),
                        verdict.scenario(),
                        verdict.kubernetesVersion(),
                        verdict.outcome(),
                        verdict.digests(),
                        verdict.findings().stream()
                                .filter(finding -> !known.contains(Same.of(verdict, finding)))
                                .toList(),
                        List.of(),
                        verdict.account()))
                .toList();
        return new Run(run.version(), run.outcome(), left, run.rules(), run.account());
    }
}
