package dev.auditflow.check.schema;

import dev.auditflow.check.Subject;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.MapNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The schemas that one target is checked against: its Kubernetes version's and those of CRDs. */
final class TargetSchemas {
    private final Optional<KubernetesSchemas.Version> version;
    private final List<MapNode> definitions;
    private final CustomSchemas custom;

    private TargetSchemas(Optional<KubernetesSchemas.Version> version, List<MapNode> definitions) {
        this.version = version;
        this.definitions = definitions;
        this.custom = new CustomSchemas(definitions);
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
        return new TargetSchemas(schemas.version(subject.kubernetesVersion()), List.copyOf(all));
    }

    /** The CRDs that define the kinds of these objects. */
    List<MapNode> definitionsOf(List<Resource> resources) {
        Set<String> kinds = resources.stream()
                .map(resource -> resource.id().group() + " " + resource.id().kind())
                .collect(Collectors.toSet());
        return definitions.stream()
                .filter(definition -> definition
                        .map("spec")
                        .map(spec -> spec.string("group").orElse("") + " "
                                + spec.map("names")
                                        .flatMap(names -> names.string("kind"))
                                        .orElse(""))
                        .filter(kinds::contains)
                        .isPresent())
                .toList();
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
