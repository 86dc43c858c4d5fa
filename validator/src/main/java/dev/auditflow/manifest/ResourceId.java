package dev.auditflow.manifest;

import java.util.Comparator;

/**
 * What names a Kubernetes object.
 *
 * @param namespace empty when the manifest names none
 * @param name empty when the manifest names none (or only {@code generateName})
 */
public record ResourceId(String apiVersion, String kind, String namespace, String name)
        implements Comparable<ResourceId> {
    private static final ResourceId NONE = new ResourceId("", "", "", "");
    private static final Comparator<ResourceId> ORDER = Comparator.comparing(ResourceId::kind)
            .thenComparing(ResourceId::namespace)
            .thenComparing(ResourceId::name)
            .thenComparing(ResourceId::apiVersion);

    /** For findings that are about a target and no object of it. */
    public static ResourceId none() {
        return NONE;
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /** The API group, empty for the core group. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** The version without its group. */
    public String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    @Override
    public int compareTo(ResourceId other) {
        return ORDER.compare(this, other);
    }

    /** {@code Deployment/web}, or {@code Deployment/apps/web} when the manifest names a namespace. */
    @Override
    public String toString() {
        if (isNone()) {
            return "";
        }
        return kind + "/" + (namespace.isEmpty() ? "" : namespace + "/") + (name.isEmpty() ? "(no name)" : name);
    }
}
