package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the API server (SelfSubjectAccessReview) whether whoever promotes may do all that helm will have to, for helm notices in the
 * middle.
 */
final class Rights {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final List<String> HELM = List.of("get", "create", "patch", "delete");
    private static final int SHOWN = 5;

    private final Cluster cluster;

    Rights(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A verb on a kind of objects; the namespace is empty for those that have none. */
    private record Right(String verb, String group, String plural, String namespace) implements Comparable<Right> {
        @Override
        public int compareTo(Right other) {
            return words().compareTo(other.words());
        }

        String words() {
            String what = group.isEmpty() ? plural : plural + "." + group;
            return "%s %s%s".formatted(verb, what, namespace.isEmpty() ? "" : " in " + namespace);
        }
    }

    /**
     * Requires what bringing these objects takes.
     *
     * @param namespace of the release
     * @throws DeployException naming what is missing; before anything is changed
     */
    void require(List<Resource> objects, String namespace) throws DeployException {
        Set<Right> rights = new TreeSet<>();
        for (String verb : List.of("get", "list", "create", "update")) {
            rights.add(new Right(verb, "", "secrets", namespace));
        }
        rights.add(new Right("list", "", "pods", namespace));
        for (Resource object : objects) {
            Optional<Right> place = place(object, namespace);
            for (String verb : place.isPresent() ? HELM : List.<String>of()) {
                rights.add(new Right(
                        verb,
                        place.get().group(),
                        place.get().plural(),
                        place.get().namespace()));
            }
        }
        List<String> missing = new ArrayList<>();
        for (Right right : rights) {
            if (!allowed(right)) {
                missing.add(right.words());
            }
        }
        if (!missing.isEmpty()) {
            throw DeployException.refused(
                    "There is no right to %s%s; ask for a role that allows it. Nothing was changed"
                            .formatted(
                                    String.join(", ", missing.subList(0, Math.min(SHOWN, missing.size()))),
                                    missing.size() > SHOWN ? " and %d more".formatted(missing.size() - SHOWN) : ""));
        }
    }

    /** Where a kind lives; empty if the server does not know it, as with one that a CRD of the same release makes. */
    private Optional<Right> place(Resource object, String namespace) throws DeployException {
        String own = object.id().namespace().isEmpty() ? namespace : object.id().namespace();
        Optional<String> path = cluster.path(
                object.id().apiVersion(), object.id().kind(), own, object.id().name());
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = path.get().split("/", -1);
        String inside = path.get().contains("/namespaces/" + own + "/") ? own : "";
        return Optional.of(new Right("", object.id().group(), parts[parts.length - 2], inside));
    }

    private boolean allowed(Right right) throws DeployException {
        ObjectNode review = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", right.verb())
                .put("group", right.group())
                .put("resource", right.plural())
                .put("namespace", right.namespace());
        try {
            JsonNode status = cluster.create(REVIEWS, review).path("status");
            return status.path("allowed").asBoolean();
        } catch (Cluster.Conflict e) {
            throw new IllegalStateException("a review is never kept", e);
        }
    }
}
