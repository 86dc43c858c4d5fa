package dev.auditflow.check.schema;

import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which API versions a target's Kubernetes serves, until when, and what to use in their place. */
final class ServedApis {
    private static final FieldPath PATH = FieldPath.of("apiVersion");

    private final KubernetesSchemas schemas;
    private final Set<String> allowedMissing;

    /** @param allowedMissing kinds that need no schema, as {@code group/Kind} */
    ServedApis(KubernetesSchemas schemas, Set<String> allowedMissing) {
        this.schemas = schemas;
        this.allowedMissing = Set.copyOf(allowedMissing);
    }

    /** Warns of a served API version that a later Kubernetes no longer serves. */
    void deprecated(ResourceId id, String target, Sink sink) {
        Optional<ApiLifecycle.End> end = ApiLifecycle.of(id.apiVersion(), id.kind());
        if (end.isPresent()) {
            sink.report(
                    SchemaRules.DEPRECATED_API,
                    PATH,
                    "%s %s is deprecated since Kubernetes 1.%d and removed in 1.%d%s"
                            .formatted(
                                    id.apiVersion(),
                                    id.kind(),
                                    end.get().deprecated(),
                                    end.get().removed(),
                                    use(end.get().replacement())));
            return;
        }
        schemas.version(target)
                .flatMap(found -> found.goneIn(id.apiVersion(), id.kind()))
                .ifPresent(later -> sink.report(
                        SchemaRules.DEPRECATED_API,
                        PATH,
                        "%s %s is no longer served by Kubernetes %s%s"
                                .formatted(id.apiVersion(), id.kind(), later, use(served(later, id)))));
    }

    /** Reports a kind without schema; gives the reason for the account. */
    String missing(ResourceId id, String target, Sink sink) {
        if (!schemas.versions().contains(target)) {
            String message = "Kubernetes %s is not embedded; there are %s"
                    .formatted(target, String.join(", ", schemas.versions()));
            sink.report(SchemaRules.NO_SCHEMA, PATH, message);
            return message;
        }
        Optional<ApiLifecycle.End> end = ApiLifecycle.of(id.apiVersion(), id.kind());
        if (end.isPresent()) {
            String replacement = end.get().replacement();
            sink.report(
                    SchemaRules.REMOVED_API,
                    PATH,
                    "%s %s was removed in Kubernetes 1.%d%s"
                            .formatted(
                                    id.apiVersion(),
                                    id.kind(),
                                    end.get().removed(),
                                    replacement.isEmpty() ? "; nothing replaces it" : use(replacement)));
            return "the API version is not served";
        }
        if (allowedMissing.contains(id.group() + "/" + id.kind())) {
            return "no schema; the configuration lets it through";
        }
        if (isBuiltInGroup(id)) {
            return notServed(id, target, sink);
        }
        sink.report(SchemaRules.NO_SCHEMA, PATH, "there is no schema for %s %s".formatted(id.apiVersion(), id.kind()));
        return "no schema";
    }

    private String notServed(ResourceId id, String target, Sink sink) {
        String instead = served(target, id);
        List<String> all = schemas.versions();
        Optional<String> later = all.subList(all.indexOf(target) + 1, all.size()).stream()
                .filter(version -> serves(version, id))
                .findFirst();
        String hint = instead.isEmpty() ? "" : "; it serves " + instead;
        sink.report(
                SchemaRules.REMOVED_API,
                PATH,
                "Kubernetes %s does not serve %s %s%s"
                        .formatted(
                                target,
                                id.apiVersion(),
                                id.kind(),
                                later.map(version -> ", which comes with " + version)
                                                .orElse("")
                                        + hint));
        return "the API version is not served";
    }

    /** Groups that Kubernetes itself has, in any version of it; groups of CRDs may end in {@code .k8s.io} too. */
    private boolean isBuiltInGroup(ResourceId id) {
        return ApiLifecycle.isGroup(id.group())
                || schemas.versions().stream()
                        .flatMap(version -> schemas.version(version).stream())
                        .anyMatch(version -> version.hasGroup(id.group()));
    }

    private boolean serves(String version, ResourceId id) {
        return schemas.version(version)
                .flatMap(found -> found.kind(id.apiVersion(), id.kind()))
                .isPresent();
    }

    /** API versions of the same kind in the same group, or in the group that took it over. */
    private String served(String version, ResourceId id) {
        Set<String> all = schemas.version(version)
                .map(found -> found.apiVersionsOf(id.kind()))
                .orElse(Set.of());
        List<String> same = all.stream()
                .filter(api -> api.startsWith(id.group() + "/") || (id.group().isEmpty() && !api.contains("/")))
                .toList();
        return String.join(", ", same.isEmpty() ? List.copyOf(all) : same);
    }

    private static String use(String replacement) {
        return replacement.isEmpty() ? "" : "; use " + replacement;
    }
}
