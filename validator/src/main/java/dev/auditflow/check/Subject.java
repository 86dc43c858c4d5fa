package dev.auditflow.check;

import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.MapNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a check looks at: all objects of one target, or one object on its way into a cluster.
 *
 * @param release name of the release; empty for plain manifests
 * @param environment empty when none was named
 * @param namespace the namespace that the release goes to
 * @param kubernetesVersion the target's version as {@code major.minor}, for example {@code 1.34}
 * @param resources in the order of the rendering
 * @param customResourceDefinitions CRD objects to validate custom resources with, beside those in {@code resources}
 * @param request the {@code request} of the admission review that brings the one object; null for a target
 */
public record Subject(
        String release,
        String environment,
        String namespace,
        String kubernetesVersion,
        List<Resource> resources,
        List<MapNode> customResourceDefinitions,
        @Nullable MapNode request) {
    /** So many objects are looked at side by side: with fewer, other targets keep the processors busy. */
    private static final int MANY = 100;

    /** Subresources whose object is the whole object. */
    private static final Set<String> WHOLE = Set.of("", "ephemeralcontainers", "resize");

    public Subject {
        resources = List.copyOf(resources);
        customResourceDefinitions = List.copyOf(customResourceDefinitions);
    }

    /** A target. */
    public Subject(
            String release,
            String environment,
            String namespace,
            String kubernetesVersion,
            List<Resource> resources,
            List<MapNode> customResourceDefinitions) {
        this(release, environment, namespace, kubernetesVersion, resources, customResourceDefinitions, null);
    }

    /** Whether all objects of a target are here, so that what looks at several of them has an answer. */
    public boolean isWhole() {
        return request == null;
    }

    /**
     * Whether the objects are, or are about to be, stored as they are here. A request to delete or to connect, or for a
     * part of an object, is for policies over requests alone.
     */
    public boolean isStored() {
        if (request == null) {
            return true;
        }
        String operation = request.string("operation").orElse("");
        String part = request.string("subResource").orElse("");
        return (operation.equals("CREATE") || operation.equals("UPDATE")) && WHOLE.contains(part);
    }

    /**
     * What the work gives for each object, in their order.
     *
     * @param work may be called by several threads
     */
    public <T> List<T> each(Function<Resource, T> work) {
        Stream<Resource> all = resources.size() < MANY ? resources.stream() : resources.parallelStream();
        return all.map(work).toList();
    }
}
