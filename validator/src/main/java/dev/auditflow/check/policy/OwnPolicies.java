package dev.auditflow.check.policy;

import com.dylibso.chicory.compiler.Cache;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.rego.EvaluationException;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Policies of the user, by conftest's contract: each object is {@code input}, or all of them are. */
public final class OwnPolicies implements PolicySet {
    private final WasmPolicy policy;
    private final CompiledRego compiled;
    private final List<String> wanted;
    private final byte[] data;
    private final boolean combine;
    private final Map<DeclaredRule, PolicyRule> rules = new HashMap<>();

    private OwnPolicies(WasmPolicy policy, CompiledRego compiled, List<String> wanted, byte[] data, boolean combine) {
        this.policy = policy;
        this.compiled = compiled;
        this.wanted = List.copyOf(wanted);
        this.data = data;
        this.combine = combine;
        compiled.rules().forEach(rule -> rules.put(rule, rule(rule, combine)));
    }

    /**
     * The compiled policies, ready to evaluate.
     *
     * @param wanted the namespaces that were asked for
     * @param data JSON object that becomes {@code data}
     * @param combine whether {@code input} is the list of all objects
     * @param classes where compiled code is kept from run to run
     * @throws PolicyLoadException if they want a builtin that policies cannot have, or use an id twice
     */
    public static OwnPolicies load(
            CompiledRego compiled, List<String> wanted, byte[] data, boolean combine, Cache classes, Limits limits)
            throws PolicyLoadException {
        WasmPolicy policy = WasmPolicy.compile(compiled.wasm(), classes, limits);
        if (!policy.has(CompiledRego.ENTRYPOINT)) {
            throw new PolicyLoadException("The compiled policies have no entrypoint " + CompiledRego.ENTRYPOINT);
        }
        OwnPolicies own = new OwnPolicies(policy, compiled, wanted, data.clone(), combine);
        own.refuseEqualIds();
        return own;
    }

    private void refuseEqualIds() throws PolicyLoadException {
        Map<String, DeclaredRule> seen = new HashMap<>();
        for (DeclaredRule rule : compiled.rules()) {
            String id = of(rule).id();
            DeclaredRule other = seen.put(id, rule);
            if (other != null || id.matches("AF[0-9]{3}")) {
                throw new PolicyLoadException("%s:%d: the id %s is taken by %s; change custom.id of its METADATA"
                        .formatted(
                                rule.file(),
                                rule.line(),
                                id,
                                other == null ? "AuditFlow's own rules" : other.file() + ":" + other.line()));
            }
        }
    }

    @Override
    public List<PolicyRule> rules() {
        return rules.values().stream()
                .sorted(Comparator.comparing(PolicyRule::id))
                .toList();
    }

    @Override
    public String digest() {
        return new Digest()
                .add(compiled.digest())
                .add(data)
                .add(combine ? "combined" : "single")
                .text();
    }

    @Override
    public Evaluation evaluate(Subject subject) {
        if (compiled.rules().isEmpty()) {
            return new Evaluation(List.of(Finding.about(PolicyRules.NO_RULE, Location.none(), noRule())), Set.of(), 0);
        }
        if (!subject.isStored() || (combine && !subject.isWhole())) {
            return new Evaluation(List.of(), Set.of(), 0);
        }
        List<Reported> all = combine
                ? List.of(evaluate(subject, PolicyInput.combined(subject), Optional.empty()))
                : subject.each(resource -> evaluate(subject, resource.root(), Optional.of(resource)));
        return new Evaluation(
                all.stream().flatMap(one -> one.findings().stream()).toList(),
                applied(subject),
                all.stream().mapToInt(Reported::excepted).sum());
    }

    /**
     * What was found in one input.
     *
     * @param excepted how many findings the policies' own exceptions took away
     */
    private record Reported(List<Finding> findings, int excepted) {}

    private String noRule() {
        return "No deny, warn or violation rule is in the namespaces %s of your policies; they have %s. Name them by --policy-namespace or policies.namespaces"
                .formatted(String.join(", ", wanted), String.join(", ", compiled.namespaces()));
    }

    private Reported evaluate(Subject subject, Node input, Optional<Resource> resource) {
        Value.Obj found;
        try {
            if (!(policy.evaluate(CompiledRego.ENTRYPOINT, data, input) instanceof Value.Obj object)) {
                throw new IllegalStateException("the entry document is always an object");
            }
            found = object;
        } catch (EvaluationException e) {
            Finding unanswered =
                    unanswered(resource, "Your policies gave no answer for %s: %s", String.valueOf(e.getMessage()));
            return new Reported(List.of(unanswered), 0);
        }
        Value.Obj values = object(found, "rules");
        Value.Obj exceptions = object(found, "exceptions");
        List<Finding> findings = new ArrayList<>();
        int excepted = 0;
        for (DeclaredRule rule : compiled.rules()) {
            Optional<Value> value = values.get(rule.key());
            if (value.isPresent()) {
                List<Finding> reported = new Results(of(rule), subject, resource).findings(value.get());
                if (Exceptions.cover(exceptions.get(rule.namespace()), rule.suffix())) {
                    excepted += reported.size();
                } else {
                    findings.addAll(reported);
                }
            }
        }
        return new Reported(findings, excepted);
    }

    private static Finding unanswered(Optional<Resource> resource, String form, String reason) {
        return resource.map(object -> Finding.at(
                        PolicyRules.NOT_EVALUATED, object, FieldPath.root(), form.formatted("this object", reason)))
                .orElseGet(() -> Finding.about(
                        PolicyRules.NOT_EVALUATED,
                        Location.none(),
                        form.formatted("the objects of the target", reason)));
    }

    private Set<String> applied(Subject subject) {
        Set<String> applied = new HashSet<>();
        for (PolicyRule rule : rules.values()) {
            if (subject.resources().stream()
                    .anyMatch(resource -> rule.looksAt(resource.id().kind()))) {
                applied.add(rule.id());
            }
        }
        return applied;
    }

    private PolicyRule of(DeclaredRule rule) {
        return java.util.Objects.requireNonNull(rules.get(rule));
    }

    private static Value.Obj object(Value.Obj in, String key) {
        return in.get(key)
                .filter(Value.Obj.class::isInstance)
                .map(Value.Obj.class::cast)
                .orElseThrow();
    }

    private static PolicyRule rule(DeclaredRule declared, boolean combine) {
        DeclaredRule.Annotations said = declared.annotations();
        String name = declared.namespace() + "." + declared.name();
        Severity severity = said.severity().isEmpty()
                ? (declared.isWarning() ? Severity.WARN : Severity.DENY)
                : RuleIndex.severity(said.severity());
        String where = "%s:%d".formatted(declared.file(), declared.line());
        Rule rule = new Rule(
                said.id().isEmpty() ? name : said.id(),
                PolicyCheck.NAME,
                severity,
                said.title().isEmpty() ? name : said.title(),
                said.description().isEmpty() ? "A policy of your own, in " + where + "." : said.description(),
                said.remedy(),
                said.link());
        return new PolicyRule(
                rule, declared.namespace(), declared.name(), said.kinds(), combine, List.of(), declared.file());
    }
}
