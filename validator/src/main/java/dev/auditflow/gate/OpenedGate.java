package dev.auditflow.gate;

import dev.auditflow.check.Finding;
import dev.auditflow.check.Verdict;
import dev.auditflow.check.waiver.Baseline;
import dev.auditflow.check.waiver.Waivers;
import dev.auditflow.config.Target;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.SealedValues;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Judges targets a second time, with what SOPS encrypted in their values. What is found then is added to the verdict by rule, object and
 * field alone: messages, names and lines may repeat a value. Golden files are about the encrypted rendering.
 */
public final class OpenedGate {
    private static final String MESSAGE =
            "Found in what encrypted values become; the rule's own words may repeat one of them, so they are left out";
    private static final String REMEDY = "Look at 'auditflow render TARGET --decrypt' where nobody looks on";

    private final Renderer renderer;
    private final Checks checks;
    private final Waivers waivers;
    private final Baseline baseline;
    private final boolean failOnWarn;

    public OpenedGate(Renderer renderer, Checks checks, Waivers waivers, Baseline baseline, boolean failOnWarn) {
        this.renderer = renderer;
        this.checks = new Checks(
                checks.shared(),
                GoldenFiles.off("they are about the encrypted rendering"),
                checks.off(),
                checks.allowMissingSchemas());
        this.waivers = waivers;
        this.baseline = baseline;
        this.failOnWarn = failOnWarn;
    }

    /** What a finding is about. */
    private record About(String rule, ResourceId resource, FieldPath path) {
        static About of(Finding finding) {
            return new About(finding.rule(), finding.resource(), finding.path());
        }
    }

    /**
     * The verdict with what is found behind encrypted values.
     *
     * @param closed the verdict over the encrypted rendering
     * @param opened what the target's files hold
     */
    public Verdict judge(Target target, Verdict closed, SealedValues opened) {
        Verdict plain = new TargetGate(renderer.with(opened), checks, waivers, baseline, failOnWarn)
                .judge(target)
                .verdict();
        Set<About> known = new HashSet<>();
        Stream.concat(closed.findings().stream(), closed.waived().stream().map(Verdict.Waived::finding))
                .map(About::of)
                .forEach(known::add);
        Set<ResourceId> names = names(target);
        List<Finding> findings = new ArrayList<>(closed.findings());
        plain.findings().stream()
                .filter(finding -> !known.contains(About.of(finding)))
                .map(finding -> masked(finding, names))
                .distinct()
                .forEach(findings::add);
        findings.sort(Comparator.naturalOrder());
        return new Verdict(
                closed.release(),
                closed.environment(),
                closed.scenario(),
                closed.kubernetesVersion(),
                Collections.max(List.of(closed.outcome(), plain.outcome())),
                closed.digests(),
                findings,
                closed.waived(),
                TargetAccount.opened(closed.account()));
    }

    private Set<ResourceId> names(Target target) {
        Set<ResourceId> names = new HashSet<>();
        if (renderer.render(target) instanceof RenderResult.Rendered rendered) {
            new ManifestReader()
                    .read(rendered.rendering()).resources().stream()
                            .map(Resource::id)
                            .forEach(names::add);
        }
        return names;
    }

    private static Finding masked(Finding finding, Set<ResourceId> names) {
        boolean known = names.contains(finding.resource());
        return new Finding(
                finding.rule(),
                finding.check(),
                finding.severity(),
                MESSAGE,
                known ? finding.resource() : ResourceId.none(),
                known ? finding.path() : FieldPath.root(),
                new Location(Place.none(), finding.location().origin()),
                REMEDY);
    }
}
