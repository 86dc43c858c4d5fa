package dev.auditflow.admission;

import dev.auditflow.admission.review.AdmissionRequest;
import dev.auditflow.admission.review.Operation;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.PolicyRules;
import dev.auditflow.check.waiver.Waivers;
import dev.auditflow.config.AdmissionSettings.Mode;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.MapNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides over requests with the checks of the gate. What several objects of a target say together is not asked, since one
 * object comes at a time; nor are schemas, which the API server holds itself. Safe for many threads.
 */
public final class Judge {
    private final Clock clock;

    /**
     * A judge.
     *
     * @param clock says by which day waivers expire
     */
    public Judge(Clock clock) {
        this.clock = clock;
    }

    /** The decision. @throws NoAnswer if a policy could not be evaluated and its finding would count */
    public Decision decide(AdmissionRequest request, AdmissionPolicies policies) throws NoAnswer {
        MapNode object = request.object() != null ? request.object() : request.oldObject();
        if (object == null) {
            return Decision.skipped(request, why(request), policies);
        }
        Judged judged = judge(ManifestReader.object(object), request, policies);
        if (judged.checked() == 0) {
            return Decision.skipped(request, why(request), policies);
        }
        return sort(request, judged, policies);
    }

    private static String why(AdmissionRequest request) {
        return switch (request.operation()) {
            case DELETE -> "a DELETE brings no object to judge";
            case CONNECT -> "a CONNECT brings options, no object to judge";
            case CREATE, UPDATE ->
                request.subResource().isEmpty()
                        ? "no rule looks at " + request.kind()
                        : "no rule looks at the subresource " + request.subResource();
        };
    }

    /** Findings before modes, and how many rules looked. */
    private record Judged(Waivers.Applied applied, int checked) {}

    private Judged judge(Resource resource, AdmissionRequest request, AdmissionPolicies policies) {
        Subject subject = new Subject(
                "",
                policies.environment(),
                request.namespace(),
                policies.kubernetesVersion(),
                List.of(resource),
                List.of(),
                request.raw());
        CheckResult result = policies.check().run(subject);
        Waivers waivers = new Waivers(policies.waivers(), policies.source(), LocalDate.now(clock));
        Waivers.Applied applied = policies.settings().annotations()
                ? waivers.apply(subject, result.findings())
                : waivers.apply(withoutObjects(subject), result.findings());
        int checked = result.rules().applied().size();
        return new Judged(applied, checked);
    }

    /** Annotations are read from the subject's objects. */
    private static Subject withoutObjects(Subject subject) {
        return new Subject(
                subject.release(),
                subject.environment(),
                subject.namespace(),
                subject.kubernetesVersion(),
                List.of(),
                List.of(),
                subject.request());
    }

    private Decision sort(AdmissionRequest request, Judged judged, AdmissionPolicies policies) throws NoAnswer {
        Enforcement enforcement = new Enforcement(policies.settings());
        List<Finding> denials = new ArrayList<>();
        List<Finding> warnings = new ArrayList<>();
        List<Finding> recorded = new ArrayList<>();
        List<Finding> findings = judged.applied().kept().stream()
                // A waiver for what only the whole target shows covers nothing here.
                .filter(finding -> !finding.rule().equals(RunRules.WAIVER_UNUSED.id()))
                .sorted()
                .distinct()
                .toList();
        Set<Same> before = findings.isEmpty() ? Set.of() : before(request, policies);
        for (Finding finding : findings) {
            Mode mode = mode(finding, enforcement.mode(finding.rule(), request.namespace()), policies.failOnWarn());
            boolean unanswered = finding.rule().equals(PolicyRules.NOT_EVALUATED.id());
            if (mode == Mode.ENFORCE && unanswered) {
                // Also if there was none about the object before: nobody knows what it hides.
                throw new NoAnswer(finding.message());
            }
            if (mode == Mode.ENFORCE && before.contains(Same.of(finding))) {
                mode = policies.settings().existing();
            }
            switch (mode) {
                case ENFORCE -> denials.add(finding);
                case WARN -> warnings.add(finding);
                case DRYRUN -> recorded.add(finding);
            }
        }
        return new Decision(
                request, denials, warnings, recorded, judged.applied().waived(), judged.checked(), "", policies);
    }

    /** A rule that only warns at the gate warns here, and an info is for the log. */
    private static Mode mode(Finding finding, Mode configured, boolean failOnWarn) {
        Mode most = switch (finding.severity()) {
            case DENY -> Mode.ENFORCE;
            case WARN -> failOnWarn ? Mode.ENFORCE : Mode.WARN;
            case INFO -> Mode.DRYRUN;
        };
        return configured.compareTo(most) > 0 ? configured : most;
    }

    /** What makes a finding the one that the object had before. */
    private record Same(String rule, String path, String message) {
        static Same of(Finding finding) {
            return new Same(finding.rule(), finding.path().toString(), finding.message());
        }
    }

    private Set<Same> before(AdmissionRequest request, AdmissionPolicies policies) {
        MapNode old = request.oldObject();
        boolean changes = request.operation() == Operation.UPDATE;
        if (old == null || !changes || policies.settings().existing() == Mode.ENFORCE) {
            return new HashSet<>();
        }
        return judge(ManifestReader.object(old), request, policies).applied().kept().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(Same::of)
                .collect(Collectors.toSet());
    }
}
