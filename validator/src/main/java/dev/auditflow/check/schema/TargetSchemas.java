package dev.auditflow.check.schema;

import dev.auditflow.check.Subject;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The schemas that one target is checked against: its Kubernetes version's and those of CRDs. */
final class TargetSchemas {
    private final Optional<KubernetesSchemas.Version> version;
    private final CustomSchemas custom;

    private TargetSchemas(Optional<KubernetesSchemas.Version> version, CustomSchemas custom) {
        this.version = version;
        this.custom = custom;
    }

    /** CRDs of the target come before {@code definitions}. */
    static TargetSchemas of(KubernetesSchemas schemas, List<MapNode> definitions, Subject subject) {
        List<MapNode> all = new ArrayList<>();
        for (Resource resource : subject.resources()) {
            if (resource.id().kind().equals("CustomResourceDefinition")) {
                all.add(resource.root());
            }
        }
        all.addAll(subject.customResourceDefinitions());
        all.addAll(definitions);
        return new TargetSchemas(schemas.version(subject.kubernetesVersion()), new CustomSchemas(all));
    }

    /** Built-in kinds come before CRDs of the same name. */
    Optional<Schema> kind(ResourceId id) {
        Optional<Schema> builtIn = builtIn(id);
        return builtIn.isPresent() ? builtIn : custom.kind(id.apiVersion(), id.kind());
    }

    boolean isBuiltIn(ResourceId id) {
        return builtIn(id).isPresent();
    }

    private Optional<Schema> builtIn(ResourceId id) {
        return version.flatMap(found -> found.kind(id.apiVersion(), id.kind()));
    }

    /** A built-in definition by name; one that is not there accepts anything. */
    Schema definition(String name) {
        return version.map(found -> found.definition(name)).orElse(Schema.ANY);
    }

    String digest() {
        Digest digest = new Digest();
        digest.add(version.map(KubernetesSchemas.Version::digest).orElse(""));
        custom.digests().forEach((kind, value) -> digest.add(kind).add(value));
        return digest.text();
    }
}
