package dev.auditflow.check.policy;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.rego.EvaluationException;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.host.Digest;
import dev.auditflow.host.Resources;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.policies.Policy;
import dev.auditflow.yaml.FieldPath;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The packs that come with the program, compiled to classes when it was built. */
public final class BuiltinPolicies implements PolicySet {
    private static final String OF_RESOURCE = "auditflow/entry/resource";
    private static final String RULES = "rules.json";
    private static final String OF_TARGET = "auditflow/entry/target";

    private final RuleIndex index;
    private final List<PolicyRule> targetRules;
    private final List<PolicyRule> resourceRules;
    private final SortedMap<String, Map<String, String>> parameters;
    private final String ofPacks;

    private BuiltinPolicies(RuleIndex index, Map<String, Map<String, String>> parameters) {
        this.index = index;
        this.targetRules = index.rules().stream().filter(PolicyRule::ofTarget).toList();
        this.resourceRules =
                index.rules().stream().filter(rule -> !rule.ofTarget()).toList();
        this.parameters = new TreeMap<>(parameters);
        this.ofPacks = ofPacks(this.parameters);
    }

    /** The rules of the packs, whatever their parameters are. */
    private static final class Index {
        static final RuleIndex LOADED = RuleIndex.read(Resources.text(Policy.class, RULES));
    }

    /** The code of the packs, loaded when a thread first asks for it. */
    private record Code(WasmPolicy policy, String digest) {
        static final Code LOADED = load();

        private static Code load() {
            try {
                // It was checked when it was compiled.
                WasmModule module = Parser.builder()
                        .withValidation(false)
                        .build()
                        .parse(() -> new ByteArrayInputStream(Resources.bytes(Policy.class, "Policy.meta")));
                return new Code(
                        WasmPolicy.ofBuild(module, Policy::create),
                        Resources.text(Policy.class, "bundle.sha256").strip());
            } catch (PolicyLoadException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }

    /**
     * Loads the code of the packs on a thread of its own: a run that will evaluate them does other work meanwhile. A
     * failure is met again, and said, by the one who needs them.
     */
    public static void prepare() {
        Thread.ofPlatform().daemon().name("policies").start(() -> Objects.requireNonNull(Code.LOADED));
    }

    /**
     * The packs of this build; their code is not loaded yet.
     *
     * @param parameters pack to name to JSON text, as {@code auditflow.yaml} gives them
     * @throws IllegalStateException if the build put no bundle into the program
     */
    public static BuiltinPolicies load(Map<String, Map<String, String>> parameters) {
        return new BuiltinPolicies(Index.LOADED, parameters);
    }

    @Override
    public List<PolicyRule> rules() {
        return index.rules();
    }

    @Override
    public String digest() {
        Digest digest = new Digest().add(Code.LOADED.digest());
        parameters.forEach((pack, values) -> digest.add(pack).add(json(values)));
        return digest.text();
    }

    @Override
    public Evaluation evaluate(Subject subject) {
        if (!subject.isStored()) {
            return new Evaluation(List.of(), Set.of(), 0);
        }
        byte[] data = data(subject);
        List<Finding> findings = new ArrayList<>();
        subject.each(resource -> ofResource(resource, data)).forEach(findings::addAll);
        if (subject.isWhole()) {
            findings.addAll(ofTarget(subject, data));
        }
        return new Evaluation(findings, applied(subject), 0);
    }

    private List<Finding> ofResource(Resource resource, byte[] data) {
        try {
            Value results = Code.LOADED.policy().evaluate(OF_RESOURCE, data, resource.root());
            return found(results, false).stream()
                    .map(found -> finding(found, Optional.of(resource)))
                    .toList();
        } catch (EvaluationException e) {
            return List.of(Finding.at(
                    PolicyRules.NOT_EVALUATED,
                    resource,
                    FieldPath.root(),
                    "The built-in policies gave no answer for this object: " + e.getMessage()));
        }
    }

    private List<Finding> ofTarget(Subject subject, byte[] data) {
        List<Finding> findings = new ArrayList<>();
        try {
            Value results = Code.LOADED.policy().evaluate(OF_TARGET, data, PolicyInput.combined(subject));
            for (Found found : found(results, true)) {
                Optional<Resource> resource = found.details()
                        .get("index")
                        .filter(Value.Num.class::isInstance)
                        .flatMap(number -> ((Value.Num) number).asInt())
                        .filter(i -> i >= 0 && i < subject.resources().size())
                        .map(subject.resources()::get);
                findings.add(finding(found, resource));
            }
        } catch (EvaluationException e) {
            findings.add(Finding.about(
                    PolicyRules.NOT_EVALUATED,
                    Location.none(),
                    "The built-in policies over all objects of the target gave no answer: " + e.getMessage()));
        }
        return findings;
    }

    private Set<String> applied(Subject subject) {
        Set<String> kinds = new HashSet<>();
        subject.resources().forEach(resource -> kinds.add(resource.id().kind()));
        Set<String> applied = new HashSet<>();
        for (String kind : kinds) {
            for (PolicyRule rule : index.rules()) {
                if (rule.looksAt(kind) && (subject.isWhole() || !rule.ofTarget())) {
                    applied.add(rule.id());
                }
            }
        }
        return applied;
    }

    private Finding finding(Found found, Optional<Resource> resource) {
        String message = found.details().string("msg").orElse("");
        FieldPath path = PolicyInput.path(found.details().get("path").orElse(Value.nil()));
        Rule rule = found.rule().rule();
        return resource.map(object -> Finding.at(rule, object, path, message))
                .orElseGet(() -> Finding.about(rule, Location.none(), message));
    }

    /** What a rule says of an object. */
    private record Found(PolicyRule rule, Value.Obj details) {}

    /** The entrypoints give a list for each rule of their scope, in the order of the index. */
    private List<Found> found(Value value, boolean ofTarget) {
        List<PolicyRule> rules = ofTarget ? targetRules : resourceRules;
        if (!(value instanceof Value.Arr(List<Value> lists)) || lists.size() != rules.size()) {
            throw new IllegalStateException("the policies of this build did not answer for each rule");
        }
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            if (!(lists.get(i) instanceof Value.Arr(List<Value> items))) {
                throw new IllegalStateException("the policies of this build gave " + ValueWriter.json(lists.get(i)));
            }
            for (Value item : items) {
                if (!(item instanceof Value.Obj details)) {
                    throw new IllegalStateException("the policies of this build gave " + ValueWriter.json(item));
                }
                found.add(new Found(rules.get(i), details));
            }
        }
        return found;
    }

    /** {@code data.params}: a pack's parameters by name, and what is known of the release. */
    private byte[] data(Subject subject) {
        Value release = Value.object(Map.of(
                Value.of("name"), Value.of(subject.release()),
                Value.of("namespace"), Value.of(subject.namespace()),
                Value.of("environment"), Value.of(subject.environment()),
                Value.of("kubernetesVersion"), Value.of(subject.kubernetesVersion())));
        return (ofPacks + "\"release\":" + ValueWriter.json(release) + "}}").getBytes(StandardCharsets.UTF_8);
    }

    private static String ofPacks(SortedMap<String, Map<String, String>> parameters) {
        StringBuilder json = new StringBuilder("{\"params\":{");
        parameters.forEach((pack, values) -> json.append(ValueWriter.json(Value.of(pack.replace('-', '_'))))
                .append(':')
                .append(json(values))
                .append(','));
        return json.toString();
    }

    private static String json(Map<String, String> values) {
        List<String> fields = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> fields.add(ValueWriter.json(Value.of(name)) + ":" + value));
        return "{" + String.join(",", fields) + "}";
    }
}
