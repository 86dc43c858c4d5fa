package dev.auditflow.check.schema;

import dev.auditflow.check.Account;
import dev.auditflow.check.Check;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Subject;
import dev.auditflow.host.Digest;
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
import java.util.function.Supplier;

/** Checks objects against the schemas of their kinds, as the target's API server would. Safe for many threads. */
public final class SchemaCheck implements Check {
    private final KubernetesSchemas schemas;
    private final List<MapNode> definitions;
    private final Set<String> allowedMissing;
    private final Semantics semantics = Semantics.ofKubernetes();
    private final Supplier<CelRules> cel = Lazy.of(CelRules::new);

    /**
     * @param definitions CRDs beside those of the target itself
     * @param allowedMissing kinds that need no schema, as {@code group/Kind}
     */
    public SchemaCheck(KubernetesSchemas schemas, List<MapNode> definitions, Set<String> allowedMissing) {
        this.schemas = schemas;
        this.definitions = List.copyOf(definitions);
        this.allowedMissing = Set.copyOf(allowedMissing);
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public CheckResult run(Subject subject) {
        Optional<KubernetesSchemas.Version> version = schemas.version(subject.kubernetesVersion());
        CustomSchemas custom = new CustomSchemas(definitions(subject));
        List<Finding> findings = new ArrayList<>();
        Map<String, String> skipped = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        for (Resource resource : subject.resources()) {
            ResourceId id = resource.id();
            String key = id.apiVersion() + " " + id.kind();
            kinds.add(key);
            Sink sink = (rule, path, message) -> findings.add(Finding.at(rule, resource, path, message));
            Optional<Schema> builtIn = version.flatMap(v -> v.kind(id.apiVersion(), id.kind()));
            Optional<Schema> own = custom.kind(id.apiVersion(), id.kind());
            if (builtIn.isPresent() && version.isPresent()) {
                new SchemaValidator(version.get()::definition, semantics, sink)
                        .validate(resource.root(), builtIn.get(), FieldPath.root());
                NameRules.check(resource, sink);
                deprecated(id, sink);
            } else if (own.isPresent()) {
                new SchemaValidator(_ -> Schema.ANY, Semantics.none(), sink)
                        .validate(resource.root(), own.get(), FieldPath.root());
                metadata(resource, version, sink);
                cel.get().check(resource.root(), own.get(), FieldPath.root(), sink);
            } else {
                skipped.put(key, missing(id, version, subject.kubernetesVersion(), sink));
            }
        }
        return new CheckResult(findings, List.of(account(kinds, skipped)));
    }

    @Override
    public String digest(Subject subject) {
        Digest digest = new Digest();
        digest.add(schemas.version(subject.kubernetesVersion())
                .map(KubernetesSchemas.Version::digest)
                .orElse(""));
        new CustomSchemas(definitions(subject))
                .digests()
                .forEach((kind, value) -> digest.add(kind).add(value));
        return digest.text();
    }

    private List<MapNode> definitions(Subject subject) {
        List<MapNode> all = new ArrayList<>();
        for (Resource resource : subject.resources()) {
            if (resource.id().kind().equals("CustomResourceDefinition")) {
                all.add(resource.root());
            }
        }
        all.addAll(subject.customResourceDefinitions());
        all.addAll(definitions);
        return all;
    }

    /** Metadata of custom resources follows the built-in schema. */
    private void metadata(Resource resource, Optional<KubernetesSchemas.Version> version, Sink sink) {
        Optional<MapNode> metadata = resource.root().map("metadata");
        if (version.isPresent() && metadata.isPresent()) {
            Schema schema = version.get().definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
            new SchemaValidator(version.get()::definition, semantics, sink)
                    .validate(metadata.get(), schema, FieldPath.of("metadata"));
        }
        NameRules.check(resource, sink);
    }

    private void deprecated(ResourceId id, Sink sink) {
        ApiLifecycle.of(id.apiVersion(), id.kind())
                .ifPresent(end -> sink.report(
                        SchemaRules.DEPRECATED_API,
                        FieldPath.of("apiVersion"),
                        "%s %s is deprecated since Kubernetes 1.%d and removed in 1.%d%s"
                                .formatted(
                                        end.apiVersion(),
                                        end.kind(),
                                        end.deprecated(),
                                        end.removed(),
                                        end.replacement().isEmpty() ? "" : "; use " + end.replacement())));
        if (ApiLifecycle.of(id.apiVersion(), id.kind()).isEmpty()) {
            goneLater(id)
                    .ifPresent(version -> sink.report(
                            SchemaRules.DEPRECATED_API,
                            FieldPath.of("apiVersion"),
                            "%s %s is no longer served by Kubernetes %s"
                                    .formatted(id.apiVersion(), id.kind(), version)));
        }
    }

    /** The first embedded version that lacks a kind which the one before it had. */
    private Optional<String> goneLater(ResourceId id) {
        boolean seen = false;
        for (String name : schemas.versions()) {
            boolean has = schemas.version(name)
                    .flatMap(v -> v.kind(id.apiVersion(), id.kind()))
                    .isPresent();
            if (seen && !has) {
                return Optional.of(name);
            }
            seen |= has;
        }
        return Optional.empty();
    }

    /** Reports a kind without schema; gives the reason for the account. */
    private String missing(ResourceId id, Optional<KubernetesSchemas.Version> version, String wanted, Sink sink) {
        FieldPath path = FieldPath.of("apiVersion");
        if (version.isEmpty()) {
            String message = "Kubernetes %s is not embedded; there are %s"
                    .formatted(wanted, String.join(", ", schemas.versions()));
            sink.report(SchemaRules.NO_SCHEMA, path, message);
            return message;
        }
        Optional<ApiLifecycle.End> end = ApiLifecycle.of(id.apiVersion(), id.kind());
        Set<String> served = version.get().apiVersionsOf(id.kind());
        if (end.isPresent()) {
            String use = end.get().replacement().isEmpty()
                    ? "; nothing replaces it"
                    : "; use " + end.get().replacement();
            sink.report(
                    SchemaRules.REMOVED_API,
                    path,
                    "%s %s was removed in Kubernetes 1.%d%s"
                            .formatted(id.apiVersion(), id.kind(), end.get().removed(), use));
            return "the API version is not served";
        }
        if (allowedMissing.contains(id.group() + "/" + id.kind())) {
            return "no schema; the configuration lets it through";
        }
        boolean builtInGroup =
                id.group().isEmpty() || !id.group().contains(".") || id.group().endsWith(".k8s.io");
        if (!served.isEmpty() && builtInGroup) {
            sink.report(
                    SchemaRules.REMOVED_API,
                    path,
                    "Kubernetes %s does not serve %s %s; it serves %s"
                            .formatted(wanted, id.apiVersion(), id.kind(), String.join(", ", served)));
            return "the API version is not served";
        }
        sink.report(SchemaRules.NO_SCHEMA, path, "there is no schema for %s %s".formatted(id.apiVersion(), id.kind()));
        return "no schema";
    }

    private static Account.Line account(Set<String> kinds, Map<String, String> skipped) {
        List<Account.Skip> skips = skipped.entrySet().stream()
                .map(entry -> new Account.Skip(entry.getKey(), 1, entry.getValue()))
                .toList();
        return new Account.Line("schemas", kinds.size(), kinds.size() - skipped.size(), skips);
    }

    /** All rules of this check. */
    public static List<Rule> rules() {
        return SchemaRules.all();
    }
}
