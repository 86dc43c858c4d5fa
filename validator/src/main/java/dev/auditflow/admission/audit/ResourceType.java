package dev.auditflow.admission.audit;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A kind of object that a server can list.
 *
 * @param path where all of them are listed, for example {@code /apis/apps/v1/deployments}
 */
record ResourceType(String path, String apiVersion, String kind, boolean namespaced) {
    /** Those that a server has, in its preferred versions, by path. */
    static List<ResourceType> of(ApiServer server) throws ApiServer.Refused {
        List<ResourceType> types = new ArrayList<>();
        add(server, "/api/v1", "v1", types);
        MapNode groups = server.get("/apis").orElseThrow(() -> new ApiServer.Refused("There is no /apis", 0));
        for (Node group : items(groups, "groups")) {
            String version = group instanceof MapNode map
                    ? map.map("preferredVersion")
                            .flatMap(preferred -> preferred.string("groupVersion"))
                            .orElse("")
                    : "";
            if (!version.isEmpty()) {
                add(server, "/apis/" + version, version, types);
            }
        }
        types.sort(Comparator.comparing(ResourceType::path));
        return types;
    }

    private static void add(ApiServer server, String path, String version, List<ResourceType> types)
            throws ApiServer.Refused {
        for (Node item : server.get(path).map(list -> items(list, "resources")).orElse(List.of())) {
            if (item instanceof MapNode resource && verbs(resource).contains("list")) {
                String name = resource.string("name").orElse("");
                String kind = resource.string("kind").orElse("");
                boolean namespaced = resource.get("namespaced")
                        .filter(node -> node instanceof ScalarNode scalar
                                && scalar.text().equals("true"))
                        .isPresent();
                if (!name.contains("/")) {
                    types.add(new ResourceType(path + "/" + name, version, kind, namespaced));
                }
            }
        }
    }

    /** The names of what a group serves in a version, for paths; none if it is not there. */
    static Set<String> names(ApiServer server, String path) throws ApiServer.Refused {
        Set<String> names = new HashSet<>();
        for (Node item : server.get(path).map(list -> items(list, "resources")).orElse(List.of())) {
            if (item instanceof MapNode resource) {
                resource.string("name").ifPresent(names::add);
            }
        }
        return names;
    }

    private static Set<String> verbs(MapNode resource) {
        Set<String> verbs = new HashSet<>();
        for (Node verb : items(resource, "verbs")) {
            if (verb instanceof ScalarNode scalar) {
                verbs.add(scalar.text());
            }
        }
        return verbs;
    }

    /** The list under a key, empty if there is none. */
    static List<Node> items(MapNode map, String key) {
        return map.list(key).map(ListNode::items).orElse(List.of());
    }
}
