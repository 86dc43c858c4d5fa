package dev.auditflow.check.policy;

import com.dylibso.chicory.compiler.Cache;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.gatekeeper.Constraint;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary;
import dev.auditflow.check.policy.gatekeeper.Inventory;
import dev.auditflow.check.policy.gatekeeper.Review;
import dev.auditflow.check.policy.gatekeeper.Reviewer;
import dev.auditflow.check.policy.gatekeeper.Scopes;
import dev.auditflow.check.policy.gatekeeper.Violation;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Gatekeeper's constraints: each is a rule, and each object is reviewed as if it were about to be created. */
public final class GatekeeperPolicies implements PolicySet {
    private static final String CREATE = "CREATE";

    private final GatekeeperLibrary library;
    private final EnforcementPoint point;
    private final Reviewer reviewer;
    private final String digest;
    private final Map<String, PolicyRule> rules = new LinkedHashMap<>();

    private GatekeeperPolicies(GatekeeperLibrary library, EnforcementPoint point, Reviewer reviewer, String digest) {
        this.library = library;
        this.point = point;
        this.reviewer = reviewer;
        this.digest = digest;
        library.constraints().forEach(constraint -> rules.put(constraint.id(), rule(constraint)));
    }

    /**
     * Templates and constraints, ready to review.
     *
     * @param wasm what {@code opa build} made of the templates' Rego; empty if none has any
     * @param point where reviews happen: constraints may mean some places only
     * @param classes where compiled code is kept from run to run
     * @throws PolicyLoadException if a template wants a builtin that policies cannot have, or its CEL does not compile
     */
    public static GatekeeperPolicies load(
            GatekeeperLibrary library, byte[] wasm, EnforcementPoint point, Cache classes, Limits limits)
            throws PolicyLoadException {
        WasmPolicy rego = wasm.length == 0 ? null : WasmPolicy.compile(wasm, classes, limits);
        Reviewer reviewer = Reviewer.of(library, rego, point);
        String digest =
                new Digest().add(library.digest()).add(wasm).add(point.name()).text();
        return new GatekeeperPolicies(library, point, reviewer, digest);
    }

    @Override
    public List<PolicyRule> rules() {
        return List.copyOf(rules.values());
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public Evaluation evaluate(Subject subject) {
        if (library.constraints().isEmpty()) {
            return new Evaluation(
                    List.of(Finding.about(PolicyRules.NO_RULE, Location.none(), noConstraint())), Set.of(), 0);
        }
        Scopes scopes = Scopes.of(subject);
        Reviewer.Session session = reviewer.over(
                Inventory.of(subject.resources().stream().map(scopes::located).toList()));
        List<Reviewed> all = subject.each(resource -> review(session, resource, scopes.located(resource)));
        Set<String> applied = new HashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (Reviewed one : all) {
            applied.addAll(one.applied());
            findings.addAll(one.findings());
        }
        return new Evaluation(findings, applied, 0);
    }

    /** What one object violates, and the ids of constraints that it matches. */
    private record Reviewed(List<Finding> findings, Set<String> applied) {}

    private Reviewed review(Reviewer.Session session, Resource resource, MapNode object) {
        Reviewer.Outcome outcome = session.review(Review.of(object, CREATE));
        List<Finding> findings = outcome.violations().stream()
                .map(violation -> finding(violation, resource))
                .toList();
        return new Reviewed(findings, outcome.matched());
    }

    /**
     * What a request to a cluster violates, most severe first.
     *
     * @param request with the namespace of its object, where there is one
     * @param inventory what templates may look up of the cluster
     */
    public List<Violation> review(Review request, Inventory inventory) {
        return reviewer.over(inventory).review(request).violations();
    }

    /** The rule of a violation, with the severity that its constraint has here. */
    public Rule rule(Violation violation) {
        return violation.isEvaluated()
                ? Objects.requireNonNull(rules.get(violation.constraint().id())).rule()
                : PolicyRules.NOT_EVALUATED;
    }

    private Finding finding(Violation violation, Resource resource) {
        FieldPath path = violation.details() instanceof Value.Obj details
                ? details.get("path").map(PolicyInput::path).orElse(FieldPath.root())
                : FieldPath.root();
        String message = violation.isEvaluated()
                ? violation.message()
                : "The constraint %s gave no answer for this object: %s"
                        .formatted(violation.constraint().id(), violation.message());
        return Finding.at(rule(violation), resource, path, message);
    }

    private String noConstraint() {
        return "No constraint uses the templates of %s, so nothing is checked by them. Name the files of constraints too"
                .formatted(String.join(
                        ", ",
                        library.templates().stream()
                                .map(template -> template.place().file())
                                .distinct()
                                .toList()));
    }

    private PolicyRule rule(Constraint constraint) {
        String description = constraint.template().description();
        Rule rule = new Rule(
                constraint.id(),
                PolicyCheck.NAME,
                constraint.severity(point).orElse(Severity.INFO),
                constraint.template().title(),
                description.isEmpty() ? "A constraint of Gatekeeper, in " + constraint.place() + "." : description,
                "",
                "");
        return new PolicyRule(
                rule,
                constraint.template().kind(),
                constraint.name(),
                constraint.kinds(),
                false,
                List.of(),
                constraint.place().file());
    }
}
