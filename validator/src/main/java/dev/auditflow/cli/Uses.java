package dev.auditflow.cli;

import dev.auditflow.check.Verdict;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.coverage.Coverage;
import dev.auditflow.coverage.CoverageUnion;
import dev.auditflow.coverage.TargetUse;
import dev.auditflow.gate.TargetGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Collects what targets use while they are judged. Safe for many threads. */
final class Uses {
    private final Map<Target, TargetUse> uses = new ConcurrentHashMap<>();

    Verdict note(Target target, TargetGate.Judged judged) {
        uses.put(target, judged.use());
        return judged.verdict();
    }

    /** What these targets used together. */
    Coverage coverage(List<Target> targets) {
        List<TargetUse> noted = new ArrayList<>();
        List<String> unrendered = new ArrayList<>();
        for (Target target : targets) {
            TargetUse use = uses.get(target);
            if (use != null) {
                noted.add(use);
            }
            if (target.source() instanceof Source.Chart && (use == null || use.chart() == null)) {
                unrendered.add(target.name());
            }
        }
        return CoverageUnion.of(noted, unrendered);
    }
}
