package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that templates may look up as {@code data.inventory}, and the namespaces that selectors ask about. */
public final class Inventory {
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);

    private final MapNode json;
    private final Map<String, MapNode> namespaces;

    private Inventory(MapNode json, Map<String, MapNode> namespaces) {
        this.json = json;
        this.namespaces = namespaces;
    }

    /** Nothing. */
    public static Inventory none() {
        return of(List.of());
    }

    /** These objects: of two that are named alike, the later one. Those without a kind or a version are left out. */
    public static Inventory of(List<MapNode> objects) {
        Branch root = new Branch();
        Map<String, MapNode> namespaces = new HashMap<>();
        for (MapNode object : objects) {
            Reviewed named = Reviewed.of(object);
            if (named.kind().isEmpty() || named.version().isEmpty()) {
                continue;
            }
            Branch place = named.namespace().isEmpty()
                    ? root.branch("cluster")
                    : root.branch("namespace").branch(named.namespace());
            place.branch(named.groupVersion()).branch(named.kind()).leaves.put(named.name(), object);
            if (named.isNamespace()) {
                namespaces.put(named.name(), object);
            }
        }
        return new Inventory(root.node(), namespaces);
    }

    /** By scope, namespace, API version, kind and name, as Gatekeeper has it. */
    MapNode json() {
        return json;
    }

    /** The Namespace object of a name; null if it is not among the objects. */
    @Nullable
    MapNode namespace(String name) {
        return namespaces.get(name);
    }

    private static final class Branch {
        private final Map<String, Branch> branches = new LinkedHashMap<>();
        private final Map<String, MapNode> leaves = new LinkedHashMap<>();

        Branch branch(String name) {
            return branches.computeIfAbsent(name, _ -> new Branch());
        }

        MapNode node() {
            List<MapNode.Entry> entries = new ArrayList<>();
            branches.forEach((name, branch) -> entries.add(new MapNode.Entry(name, NOWHERE, branch.node())));
            leaves.forEach((name, leaf) -> entries.add(new MapNode.Entry(name, NOWHERE, leaf)));
            return new MapNode(entries, NOWHERE);
        }
    }
}
