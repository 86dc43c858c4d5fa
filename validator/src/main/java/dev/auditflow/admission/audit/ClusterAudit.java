package dev.auditflow.admission.audit;

import dev.auditflow.admission.AdmissionPolicies;
import dev.auditflow.admission.Decision;
import dev.auditflow.admission.Judge;
import dev.auditflow.admission.NoAnswer;
import dev.auditflow.admission.review.Requests;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Judges what is in a cluster, one page of one kind at a time, so that memory does not grow with the cluster. What a
 * controller made is judged by the object that asked for it.
 */
public final class ClusterAudit {
    private final ApiServer server;
    private final Judge judge;
    private final AdmissionPolicies policies;
    private final int page;

    /**
     * An audit.
     *
     * @param page how many objects are read at once
     */
    public ClusterAudit(ApiServer server, Judge judge, AdmissionPolicies policies, int page) {
        this.server = server;
        this.judge = judge;
        this.policies = policies;
        this.page = page;
    }

    /**
     * What there is to judge.
     *
     * @param kinds that rules look at
     * @param namespace only this one; empty for all, and for what is in none
     */
    public record Scope(Set<String> kinds, String namespace) {
        public Scope {
            kinds = Set.copyOf(kinds);
        }
    }

    /** Takes what comes out, object by object. */
    public interface Sink {
        /** An object that was judged. */
        void judged(MapNode object, Decision decision) throws ApiServer.Refused;

        /** An object without a verdict. */
        void unanswered(MapNode object, String reason);

        /** All objects of a kind are through. */
        void done(String kind, Count count) throws ApiServer.Refused;
    }

    /**
     * How many objects of a kind there were.
     *
     * @param owned those that a controller made
     */
    public record Count(int found, int judged, int owned, int unanswered) {}

    /**
     * Judges all objects of a scope.
     *
     * @param finished paths of kinds that are through already
     */
    public void run(Scope scope, Set<String> finished, Sink sink) throws ApiServer.Refused {
        for (ResourceType type : types(scope)) {
            if (!finished.contains(type.path())) {
                sink.done(type.path(), all(type, scope, sink));
            }
        }
    }

    private List<ResourceType> types(Scope scope) throws ApiServer.Refused {
        return ResourceType.of(server).stream()
                .filter(type -> scope.kinds().contains(type.kind()))
                .filter(type -> type.namespaced() || scope.namespace().isEmpty())
                .toList();
    }

    private Count all(ResourceType type, Scope scope, Sink sink) throws ApiServer.Refused {
        try {
            return pages(type, scope, sink);
        } catch (ApiServer.Refused e) {
            if (e.code() != HttpURLConnection.HTTP_GONE) {
                throw e;
            }
            // The list was read for longer than the server keeps it; what was judged twice says the same twice.
            return pages(type, scope, sink);
        }
    }

    private Count pages(ResourceType type, Scope scope, Sink sink) throws ApiServer.Refused {
        int found = 0;
        int judged = 0;
        int owned = 0;
        int unanswered = 0;
        String next = "";
        do {
            MapNode list = server.get(path(type, scope, next)).orElseThrow();
            for (Node item : ResourceType.items(list, "items")) {
                MapNode object = typed(type, item);
                found++;
                if (isOwned(object, scope)) {
                    owned++;
                } else if (judge(object, sink)) {
                    judged++;
                } else {
                    unanswered++;
                }
            }
            next = list.map("metadata")
                    .flatMap(metadata -> metadata.string("continue"))
                    .orElse("");
        } while (!next.isEmpty());
        return new Count(found, judged, owned, unanswered);
    }

    private String path(ResourceType type, Scope scope, String next) {
        String path = scope.namespace().isEmpty()
                ? type.path()
                : new StringBuilder(type.path())
                        .insert(type.path().lastIndexOf('/'), "/namespaces/" + scope.namespace())
                        .toString();
        return path + "?limit=" + page
                + (next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    private boolean judge(MapNode object, Sink sink) throws ApiServer.Refused {
        try {
            sink.judged(object, judge.decide(Requests.creation(object, ""), policies));
            return true;
        } catch (NoAnswer e) {
            sink.unanswered(object, String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Items of a list do not say what they are. */
    private static MapNode typed(ResourceType type, Node item) {
        MapNode object = (MapNode) item;
        List<MapNode.Entry> entries = new ArrayList<>();
        entries.add(new MapNode.Entry("apiVersion", object.mark(), text(type.apiVersion(), object)));
        entries.add(new MapNode.Entry("kind", object.mark(), text(type.kind(), object)));
        object.entries().stream()
                .filter(entry ->
                        !entry.key().equals("apiVersion") && !entry.key().equals("kind"))
                .forEach(entries::add);
        return new MapNode(entries, object.mark());
    }

    private static Node text(String text, MapNode object) {
        return new ScalarNode(ScalarNode.Kind.STRING, text, false, text, object.mark());
    }

    private static boolean isOwned(MapNode object, Scope scope) {
        return object.map("metadata").stream()
                .flatMap(metadata -> ResourceType.items(metadata, "ownerReferences").stream())
                .anyMatch(owner -> owner instanceof MapNode reference
                        && reference
                                .get("controller")
                                .filter(node -> node instanceof ScalarNode scalar
                                        && scalar.text().equals("true"))
                                .isPresent()
                        && reference
                                .string("kind")
                                .filter(scope.kinds()::contains)
                                .isPresent());
    }
}
