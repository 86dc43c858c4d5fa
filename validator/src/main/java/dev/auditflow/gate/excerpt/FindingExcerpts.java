package dev.auditflow.gate.excerpt;

import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.Target;
import dev.auditflow.gate.Gate;
import dev.auditflow.gate.TargetGate;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;
import dev.auditflow.report.Excerpt;
import dev.auditflow.report.Excerpts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the excerpts of a run. Verdicts hold no text, so targets with findings are rendered again; lines are shown only
 * if that gave the text that was judged.
 */
public final class FindingExcerpts {
    private final Renderer renderer;
    private final Gate gate;
    private final Sources sources = new Sources();

    public FindingExcerpts(Renderer renderer, Gate gate) {
        this.renderer = renderer;
        this.gate = gate;
    }

    /** The excerpts of all findings of these targets. */
    public Excerpts of(List<Target> targets, Run run) {
        Map<String, Verdict> verdicts = new HashMap<>();
        run.verdicts().stream()
                .filter(verdict -> !verdict.findings().isEmpty())
                .forEach(verdict -> verdicts.put(verdict.target(), verdict));
        Map<Excerpts.At, List<Excerpt>> all = new HashMap<>();
        gate.each(
                        targets,
                        target -> Optional.ofNullable(verdicts.get(target.name()))
                                .map(verdict -> of(target, verdict))
                                .orElse(Map.of()))
                .forEach(all::putAll);
        return new Excerpts(all);
    }

    private Map<Excerpts.At, List<Excerpt>> of(Target target, Verdict verdict) {
        return switch (renderer.render(target)) {
            case RenderResult.Rendered(Rendering rendering, boolean _)
            when TargetGate.digest(rendering).equals(verdict.digests().rendering()) ->
                new TargetExcerpts(rendering, sources).of(verdict);
            case RenderResult.Failed _
            when verdict.digests().rendering().isEmpty() ->
                new TargetExcerpts(new Rendering(List.of(), List.of()), sources).of(verdict);
            default -> Map.of();
        };
    }
}
