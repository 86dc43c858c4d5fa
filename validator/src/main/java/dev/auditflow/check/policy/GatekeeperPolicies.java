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
import dev.auditflow.check.policy.gatekeeper.Surroundings;
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
import java.util.Optional;
import java.util.Set;

/**
 * Gatekeeper's constraints: each is a rule. An object of a target is reviewed as if it were about to be created; one on its
 * way into a cluster as the request says.
 */
public final class GatekeeperPolicies implements PolicySet {
    private static final String CREATE = "CREATE";

    private final GatekeeperLibrary library;
    private final Reviewer reviewer;
    private final String digest;
    private final Map<String, PolicyRule> rules;
    private final Surroundings around;

    private GatekeeperPolicies(
            GatekeeperLibrary library,
            Reviewer reviewer,
            String digest,
            Map<String, PolicyRule> rules,
            Surroundings around) {
        this.library = library;
        this.reviewer = reviewer;
        this.digest = digest;
        this.rules = rules;
        this.around = around;
    }

    /**
     * Templates and constraints, ready to review.
     *
     * @param wasm what {@code opa build} made of the templates' Rego; empty if none has any
     * @param point where reviews happen: constraints may mean some places only
     * @param around what constraints may ask about the cluster that single objects come from
     * @param classes where compiled code is kept from run to run
     * @throws PolicyLoadException if a template wants a builtin that policies cannot have, or its CEL does not compile
     */
    public static GatekeeperPolicies load(
            GatekeeperLibrary library,
            byte[] wasm,
            EnforcementPoint point,
            Surroundings around,
            Cache classes,
            Limits limits)
            throws PolicyLoadException {
        WasmPolicy rego = wasm.length == 0 ? null : WasmPolicy.compile(wasm, classes, limits);
        Reviewer reviewer = Reviewer.of(library, rego, point);
        String digest = new Digest().add(library.digest()).add(wasm).text();
        Map<String, PolicyRule> rules = new LinkedHashMap<>();
        library.constraints().forEach(constraint -> rules.put(constraint.id(), rule(constraint, point)));
        return new GatekeeperPolicies(library, reviewer, digest, rules, around);
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
        MapNode request = subject.request();
        List<Reviewed> all = request == null ? ofObjects(subject) : ofRequest(subject, request);
        Set<String> applied = new HashSet<>();
        List<Finding> findings = new ArrayList<>();
        for (Reviewed one : all) {
            applied.addAll(one.applied());
            findings.addAll(one.findings());
        }
        return new Evaluation(findings, applied, 0);
    }

    private List<Reviewed> ofObjects(Subject subject) {
        Scopes scopes = Scopes.of(subject);
        Reviewer.Session session = reviewer.over(
                Inventory.of(subject.resources().stream().map(scopes::located).toList()));
        return subject.each(
                resource -> reviewed(session.review(Review.of(scopes.located(resource), CREATE)), resource));
    }

    /**
     * The object may be the one that the request replaces, to tell what was wrong before: who asks now, and for what, says
     * nothing about it.
     */
    private List<Reviewed> ofRequest(Subject subject, MapNode request) {
        Reviewer.Session session = reviewer.within(around);
        Optional<MapNode> asked = request.map("object").or(() -> request.map("oldObject"));
        return subject.each(resource -> {
            boolean replaced = asked.isPresent() && !asked.get().equals(resource.root());
            try {
                Review review =
                        replaced ? Review.of(resource.root(), CREATE) : Review.ofRequest(request, resource.root());
                return reviewed(session.review(review), resource);
            } catch (IllegalArgumentException e) {
                String message = "The constraints gave no answer for this request: " + e.getMessage();
                return new Reviewed(
                        List.of(Finding.at(PolicyRules.NOT_EVALUATED, resource, FieldPath.root(), message)), Set.of());
            }
        });
    }

    /** What one object violates, and the ids of constraints that it matches. */
    private record Reviewed(List<Finding> findings, Set<String> applied) {}

    private Reviewed reviewed(Reviewer.Outcome outcome, Resource resource) {
        List<Finding> findings = outcome.violations().stream()
                .map(violation -> finding(violation, resource))
                .toList();
        return new Reviewed(findings, outcome.matched());
    }

    private Finding finding(Violation violation, Resource resource) {
        FieldPath path = violation.details() instanceof Value.Obj details
                ? details.get("path").map(PolicyInput::path).orElse(FieldPath.root())
                : FieldPath.root();
        String id = violation.constraint().id();
        Rule rule =
                violation.isEvaluated() ? Objects.requireNonNull(rules.get(id)).rule() : PolicyRules.NOT_EVALUATED;
        String message = violation.isEvaluated()
                ? violation.message()
                : "The constraint %s gave no answer for this object: %s".formatted(id, violation.message());
        return Finding.at(rule, resource, path, message);
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

    private static PolicyRule rule(Constraint constraint, EnforcementPoint point) {
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
