package dev.auditflow.report;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A finding with all targets that have it.
 *
 * @param finding of the first target that has it
 * @param targets names of the targets, in the order of the run
 * @param of how many targets the run has
 */
record MergedFinding(Finding finding, List<String> targets, int of) {
    MergedFinding {
        targets = List.copyOf(targets);
    }

    private record Key(String rule, String severity, String resource, String path, String message) {}

    /** All findings of a run, identical ones merged, most severe first. */
    static List<MergedFinding> of(Run run) {
        Map<Key, Finding> first = new LinkedHashMap<>();
        Map<Key, List<String>> targets = new LinkedHashMap<>();
        for (Verdict verdict : run.verdicts()) {
            for (Finding finding : verdict.findings()) {
                Key key = new Key(
                        finding.rule(),
                        finding.severity().word(),
                        finding.resource().toString(),
                        finding.path().toString(),
                        finding.message());
                first.putIfAbsent(key, finding);
                targets.computeIfAbsent(key, _ -> new ArrayList<>()).add(verdict.target());
            }
        }
        int all = run.verdicts().size();
        return first.entrySet().stream()
                .map(entry -> new MergedFinding(
                        entry.getValue(),
                        targets.getOrDefault(entry.getKey(), List.of()).stream()
                                .distinct()
                                .toList(),
                        all))
                .sorted(java.util.Comparator.comparing(MergedFinding::finding))
                .toList();
    }

    /** {@code in all 6 targets}, {@code in 5 of 6 targets: …}, or the only target's name. */
    String where() {
        if (of == 1) {
            return "";
        }
        if (targets.size() == of) {
            return "in all %d targets".formatted(of);
        }
        String names = targets.size() > 4
                ? targets.stream().limit(3).collect(Collectors.joining(", ")) + ", …"
                : String.join(", ", targets);
        return "in %d of %d targets: %s".formatted(targets.size(), of, names);
    }
}
