package dev.auditflow.admission.cluster;

import dev.auditflow.admission.audit.ApiServer;
import dev.auditflow.check.policy.gatekeeper.Constraint;
import dev.auditflow.check.policy.gatekeeper.ConstraintTemplate;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary.Source;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gatekeeper's templates and constraints that a cluster has. What others note in them (status, versions, who wrote what) is
 * left out, so that the same policies are the same objects.
 */
public final class ClusterConstraints {
    private static final int PAGE = 200;
    private static final String TEMPLATES = "/apis/" + ConstraintTemplate.GROUP;
    private static final String CONSTRAINTS = "/apis/" + Constraint.GROUP;
    private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final ApiServer server;

    /** @param server with the rights to list both groups */
    public ClusterConstraints(ApiServer server) {
        this.server = server;
    }

    /**
     * All that are there now, templates first; empty if the server does not have Gatekeeper's CRDs.
     *
     * @throws ApiServer.Refused if it does not say
     */
    public Optional<List<Source>> read() throws ApiServer.Refused {
        Optional<String> version = version(TEMPLATES);
        if (version.isEmpty()) {
            return Optional.empty();
        }
        List<Source> sources = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        for (MapNode template : list(TEMPLATES + "/" + version.get(), "constrainttemplates")) {
            sources.add(source(template, "constrainttemplates"));
            template.map("spec")
                    .flatMap(spec -> spec.map("crd"))
                    .flatMap(crd -> crd.map("spec"))
                    .flatMap(spec -> spec.map("names"))
                    .flatMap(names -> names.string("kind"))
                    .ifPresent(kinds::add);
        }
        Optional<String> constraints = version(CONSTRAINTS);
        if (constraints.isPresent()) {
            String path = CONSTRAINTS + "/" + constraints.get();
            for (MapNode resource : maps(server.get(path), "resources")) {
                String name = resource.string("name").orElse("");
                // A kind without its template is what a template leaves behind for a moment when it goes.
                if (!name.contains("/")
                        && kinds.contains(resource.string("kind").orElse(""))) {
                    for (MapNode constraint : list(path, name)) {
                        sources.add(source(constraint, name));
                    }
                }
            }
        }
        return Optional.of(List.copyOf(sources));
    }

    /** The version of a group that the server prefers, empty if it does not have the group. */
    private Optional<String> version(String group) throws ApiServer.Refused {
        return server.get(group)
                .flatMap(found -> found.map("preferredVersion"))
                .flatMap(preferred -> preferred.string("version"));
    }

    private List<MapNode> list(String path, String name) throws ApiServer.Refused {
        List<MapNode> objects = new ArrayList<>();
        String next = "";
        do {
            String page = "%s/%s?limit=%d%s"
                    .formatted(
                            path,
                            name,
                            PAGE,
                            next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
            Optional<MapNode> list = server.get(page);
            maps(list, "items").stream()
                    .filter(object -> metadata(object).get("deletionTimestamp").isEmpty())
                    .forEach(objects::add);
            next = list.flatMap(found -> found.map("metadata"))
                    .flatMap(metadata -> metadata.string("continue"))
                    .orElse("");
        } while (!next.isEmpty());
        return objects;
    }

    private static Source source(MapNode object, String resource) {
        MapNode metadata = metadata(object);
        List<MapNode.Entry> kept = new ArrayList<>();
        for (MapNode.Entry entry : metadata.entries()) {
            if (entry.key().equals("name")) {
                kept.add(entry);
            } else if (entry.key().equals("annotations") && entry.value() instanceof MapNode annotations) {
                List<MapNode.Entry> said = annotations.entries().stream()
                        .filter(annotation -> !annotation.key().equals(APPLIED))
                        .toList();
                kept.add(new MapNode.Entry(entry.key(), entry.keyMark(), new MapNode(said, annotations.mark())));
            }
        }
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry entry : object.entries()) {
            switch (entry.key()) {
                case "metadata" ->
                    entries.add(new MapNode.Entry(entry.key(), entry.keyMark(), new MapNode(kept, metadata.mark())));
                case "apiVersion", "kind", "spec" -> entries.add(entry);
                default -> {
                    // Of no meaning for what it judges.
                }
            }
        }
        String name = metadata.string("name").orElse("");
        return new Source(new MapNode(entries, object.mark()), resource + "/" + name + " of the cluster");
    }

    private static MapNode metadata(MapNode object) {
        return object.map("metadata").orElse(new MapNode(List.of(), object.mark()));
    }

    static List<MapNode> maps(Optional<MapNode> map, String key) {
        List<Node> items =
                map.flatMap(found -> found.list(key)).map(ListNode::items).orElse(List.of());
        return items.stream()
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .toList();
    }
}
