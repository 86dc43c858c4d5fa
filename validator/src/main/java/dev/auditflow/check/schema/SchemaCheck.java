package dev.auditflow.check.schema;

import dev.auditflow.check.Account;
import dev.auditflow.check.Check;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Subject;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Checks objects against the schemas of their kinds, as the target's API server would. Safe for many threads. */
public final class SchemaCheck implements Check {
    private final KubernetesSchemas schemas;
    private final List<MapNode> definitions;
    private final ServedApis apis;
    private final Map<String, Semantics> semantics = new ConcurrentHashMap<>();
    private final Supplier<CelRules> cel = Lazy.of(CelRules::new);

    /**
     * @param definitions CRDs beside those of the target itself
     * @param allowedMissing kinds that need no schema, as {@code group/Kind}
     */
    public SchemaCheck(KubernetesSchemas schemas, List<MapNode> definitions, Set<String> allowedMissing) {
        this.schemas = schemas;
        this.definitions = List.copyOf(definitions);
        this.apis = new ServedApis(schemas, allowedMissing);
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public CheckResult run(Subject subject) {
        TargetSchemas target = schemas(subject);
        List<Finding> findings = new ArrayList<>();
        Map<String, String> skipped = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        for (Checked one : subject.each(resource -> check(resource, target, subject.kubernetesVersion()))) {
            findings.addAll(one.findings());
            kinds.add(one.kind());
            one.skipped().ifPresent(why -> skipped.put(one.kind(), why));
        }
        return new CheckResult(findings, List.of(account(kinds, skipped)));
    }

    /**
     * What was found in one object.
     *
     * @param skipped why it has no schema
     */
    record Checked(String kind, List<Finding> findings, Optional<String> skipped) {}

    Checked check(Resource resource, TargetSchemas target, String version) {
        ResourceId id = resource.id();
        List<Finding> findings = new ArrayList<>();
        Sink sink = (rule, path, message) -> findings.add(Finding.at(rule, resource, path, message));
        Optional<Schema> schema = target.kind(id);
        Optional<String> skipped = Optional.empty();
        if (schema.isEmpty()) {
            skipped = Optional.of(apis.missing(id, version, sink));
        } else if (target.isBuiltIn(id)) {
            new SchemaValidator(target::definition, semantics(version), sink)
                    .validate(resource.root(), schema.get(), FieldPath.root());
            MetadataRules.check(resource.root(), sink);
            MetadataRules.finalizers(resource, sink);
            NameRules.check(resource, Semantics.minor(version), sink);
            apis.deprecated(id, version, sink);
        } else {
            new SchemaValidator(_ -> Schema.ANY, Semantics.none(), sink)
                    .validate(resource.root(), schema.get(), FieldPath.root());
            metadata(resource, target, sink);
            cel.get().check(resource.root(), schema.get(), FieldPath.root(), sink);
        }
        return new Checked(kind(resource), findings, skipped);
    }

    /** As the account names it. */
    static String kind(Resource resource) {
        return resource.id().apiVersion() + " " + resource.id().kind();
    }

    TargetSchemas schemas(Subject subject) {
        return TargetSchemas.of(schemas, definitions, subject);
    }

    @Override
    public String digest(Subject subject) {
        return schemas(subject).digest();
    }

    /** Metadata of custom resources follows the built-in schema. */
    private void metadata(Resource resource, TargetSchemas target, Sink sink) {
        Schema schema = target.definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        resource.root()
                .map("metadata")
                .ifPresent(metadata -> new SchemaValidator(target::definition, Semantics.none(), sink)
                        .validate(metadata, schema, FieldPath.of("metadata")));
        MetadataRules.check(resource.root(), sink);
        NameRules.check(resource, 0, sink);
    }

    private Semantics semantics(String version) {
        return semantics.computeIfAbsent(version, Semantics::ofKubernetes);
    }

    static Account.Line account(Set<String> kinds, Map<String, String> skipped) {
        List<Account.Skip> skips = new ArrayList<>();
        skipped.forEach((kind, why) -> skips.add(new Account.Skip(kind, 1, why)));
        return new Account.Line("schemas", kinds.size(), kinds.size() - skipped.size(), skips);
    }

    /** All rules of this check. */
    public static List<Rule> rules() {
        return SchemaRules.all();
    }
}
