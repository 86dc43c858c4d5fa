package dev.auditflow.cli;

import dev.auditflow.check.Run;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;

/** What belongs to one target of a run. */
final class Renderings {
    private Renderings() {}

    /** The rendering of a target that a run judged already. @throws ConfigException if it does not render any more */
    static Rendering of(Target target, Renderer renderer) throws ConfigException {
        return switch (renderer.render(target)) {
            case RenderResult.Rendered rendered -> rendered.rendering();
            case RenderResult.Failed failed ->
                throw new ConfigException(target.name() + " does not render: " + Failures.sentence(failed));
        };
    }

    static Verdict verdict(Run run, Target target) {
        return run.verdicts().stream()
                .filter(verdict -> verdict.target().equals(target.name()))
                .findFirst()
                .orElseThrow();
    }
}
