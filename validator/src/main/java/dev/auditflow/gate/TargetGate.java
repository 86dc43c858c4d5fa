package dev.auditflow.gate;

import dev.auditflow.check.Account;
import dev.auditflow.check.Check;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.Verdict;
import dev.auditflow.check.policy.PolicyRules;
import dev.auditflow.check.schema.SchemaRules;
import dev.auditflow.check.waiver.Baseline;
import dev.auditflow.check.waiver.Waivers;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import dev.auditflow.coverage.RuleUse;
import dev.auditflow.coverage.TargetUse;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.Renderer;
import dev.auditflow.render.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Judges one target: render, read, check, waive, add up. Safe for many threads. */
public final class TargetGate {
    /** Characters at the start and at the end of a long message. */
    private static final int PART_SHOWN = 1_000;

    private final Renderer renderer;
    private final Checks checks;
    private final Waivers waivers;
    private final Baseline baseline;
    private final boolean failOnWarn;

    public TargetGate(Renderer renderer, Checks checks, Waivers waivers, Baseline baseline, boolean failOnWarn) {
        this.renderer = renderer;
        this.checks = checks;
        this.waivers = waivers;
        this.baseline = baseline;
        this.failOnWarn = failOnWarn;
    }

    /**
     * A verdict, and whether the inputs known to this program give it again.
     *
     * @param repeatable false if another program took part in it, or a limit of time or memory
     * @param use what the target used of its chart and of the policies
     */
    public record Judged(Verdict verdict, boolean repeatable, TargetUse use) {}

    /** The verdict over a target. A defect of this program is an error of the target it met; the others have theirs. */
    public Judged judge(Target target) {
        try {
            checks.shared().forEach(check -> check.prepare(target.kubernetesVersion()));
            return switch (renderer.render(target)) {
                case RenderResult.Failed failed -> new Judged(notRendered(target, failed), false, nothing(target));
                case RenderResult.Rendered rendered -> {
                    Checked checked = judge(target, rendered.rendering());
                    Verdict verdict = checked.verdict();
                    TargetUse use =
                            new TargetUse(target.name(), rendered.rendering().use(), checked.rules());
                    yield new Judged(verdict, !rendered.byProgram() && answered(verdict), use);
                }
            };
        } catch (RuntimeException | StackOverflowError e) {
            return new Judged(defect(target, e), false, nothing(target));
        }
    }

    private static TargetUse nothing(Target target) {
        return new TargetUse(target.name(), null, RuleUse.NONE);
    }

    private record Checked(Verdict verdict, RuleUse rules) {}

    private Verdict defect(Target target, Throwable e) {
        String place = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
        Finding finding = Finding.about(RunRules.DEFECT, Location.none(), "AuditFlow failed: " + e + place);
        Account account = new Account(TargetAccount.notRendered(target));
        return verdict(target, new Digests("", "", ""), List.of(finding), List.of(), account);
    }

    private static boolean answered(Verdict verdict) {
        return verdict.outcome() != Outcome.ERROR
                && verdict.findings().stream()
                        .map(Finding::rule)
                        .noneMatch(Set.of(PolicyRules.NOT_EVALUATED.id(), SchemaRules.ENGINE_FAILED.id())::contains);
    }

    private Checked judge(Target target, Rendering rendering) {
        ManifestReader.Manifest manifest = new ManifestReader().read(rendering);
        Subject subject = subject(target, manifest);
        List<Finding> findings = new ArrayList<>();
        manifest.problems().forEach(problem -> findings.add(RunRules.finding(problem)));
        findings.addAll(Duplicates.find(subject));
        findings.addAll(noise(target, rendering));
        List<Account.Line> account = new ArrayList<>(TargetAccount.inputs(target, manifest));
        RuleUse rules = RuleUse.NONE;
        for (Check check : checks.shared()) {
            CheckResult result = check.run(subject);
            findings.addAll(result.findings());
            account.addAll(result.account());
            rules = rules.plus(result.rules());
        }
        checks.off().stream().sorted().map(TargetAccount::off).forEach(account::add);
        CheckResult golden = checks.golden().check(target, subject);
        findings.addAll(golden.findings());
        account.addAll(golden.account());
        findings.addAll(unchecked(manifest, account));
        Waivers.Applied applied = baseline.apply(waivers.apply(subject, findings));
        List<Finding> kept = applied.kept().stream().sorted().distinct().toList();
        List<Verdict.Waived> waived = applied.waived().stream()
                .sorted(java.util.Comparator.comparing(Verdict.Waived::finding))
                .distinct()
                .toList();
        Digests digests =
                new Digests(digest(rendering), checks.digest("policy", subject), checks.digest("schema", subject));
        return new Checked(verdict(target, digests, kept, waived, new Account(account)), rules);
    }

    /** What the checks see of a target. */
    public static Subject subject(Target target, ManifestReader.Manifest manifest) {
        return new Subject(
                target.release(),
                target.environment(),
                target.options().namespace(),
                target.kubernetesVersion(),
                manifest.resources(),
                manifest.definitions());
    }

    /** Where it began and what it was: a chart that calls itself has a long way between. */
    private static String shortened(String message) {
        int left = message.length() - 2 * PART_SHOWN;
        return left <= 0 ? message : message.substring(0, PART_SHOWN) + " … " + message.substring(PART_SHOWN + left);
    }

    private Verdict notRendered(Target target, RenderResult.Failed failed) {
        Place place = failed.file().isEmpty() ? Place.none() : new Place(failed.file(), failed.line(), failed.column());
        Origin.Precision precision = failed.line() > 0 ? Origin.Precision.EXACT : Origin.Precision.UNKNOWN;
        Location location = new Location(Place.none(), new Origin(place, precision, List.of()));
        Finding finding = Finding.about(RunRules.NOT_RENDERED, location, shortened(failed.message()));
        Account account = new Account(TargetAccount.notRendered(target));
        return verdict(
                target,
                new Digests("", "", ""),
                List.of(failed.remedy().isEmpty() ? finding : finding.withRemedy(failed.remedy())),
                List.of(),
                account);
    }

    private Verdict verdict(
            Target target, Digests digests, List<Finding> findings, List<Verdict.Waived> waived, Account account) {
        return new Verdict(
                target.release(),
                target.environment(),
                target.scenario(),
                target.kubernetesVersion(),
                outcome(findings),
                digests,
                findings,
                waived,
                account);
    }

    private Outcome outcome(List<Finding> findings) {
        boolean unanswered = findings.stream()
                .map(Finding::rule)
                .anyMatch(rule -> rule.equals(RunRules.NOT_RENDERED.id())
                        || rule.equals(RunRules.NOTHING_CHECKED.id())
                        || rule.equals(RunRules.DEFECT.id())
                        || rule.equals(RunRules.UNREADABLE.id()));
        if (unanswered) {
            return Outcome.ERROR;
        }
        return findings.stream().anyMatch(this::fails) ? Outcome.FAIL : Outcome.PASS;
    }

    private boolean fails(Finding finding) {
        return finding.severity() == Severity.DENY || (finding.severity() == Severity.WARN && failOnWarn);
    }

    /** What is deployed is rendered later, so both must be equal. */
    private List<Finding> noise(Target target, Rendering rendering) {
        return renderer.helm().namesNoise()
                ? Repeatability.named(rendering)
                : repeated(target, rendering).stream().toList();
    }

    /** Renders again: the engine does not tell what is random. */
    private Optional<Finding> repeated(Target target, Rendering once) {
        if (!(target.source() instanceof Source.Chart)) {
            return Optional.empty();
        }
        return switch (renderer.render(target)) {
            case RenderResult.Rendered twice -> Repeatability.compare(once, twice.rendering());
            case RenderResult.Failed failed ->
                Optional.of(Finding.about(
                        RunRules.NOT_REPEATABLE,
                        Location.none(),
                        "The chart rendered once and failed the second time: " + failed.message()));
        };
    }

    private List<Finding> unchecked(ManifestReader.Manifest manifest, List<Account.Line> account) {
        if (manifest.resources().isEmpty()) {
            return List.of(nothing("The target rendered no Kubernetes object"));
        }
        List<Finding> findings = new ArrayList<>();
        boolean any = false;
        for (String subject : List.of("schemas", "policies")) {
            boolean done = account.stream().anyMatch(line -> line.subject().equals(subject) && line.checked() > 0);
            any |= done;
            if (!done && !checks.mayBeMissing(subject, manifest.resources())) {
                findings.add(nothing("None of the %s applied to any object of the target".formatted(subject)));
            }
        }
        if (!any && findings.isEmpty()) {
            findings.add(nothing("Neither a schema nor a policy applied to any object of the target"));
        }
        return findings;
    }

    private static Finding nothing(String message) {
        return Finding.about(RunRules.NOTHING_CHECKED, Location.none(), message);
    }

    /** What names a rendering in its verdict. */
    public static String digest(Rendering rendering) {
        Digest digest = new Digest();
        for (Rendering.RenderedFile file : rendering.files()) {
            digest.add(file.text());
        }
        return Objects.requireNonNull(digest.text());
    }
}
