package dev.auditflow.diff;

import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Cuts an object of a cluster down to the fields that manifests name. What the API server filled in, what controllers wrote
 * and what somebody else added beside it is left out: an upgrade by these manifests does not touch it.
 */
public final class LiveFields {
    private final Resource live;
    private final ListRules rules;
    private final BiPredicate<String, String> sameScalar;

    private LiveFields(Resource live, ListRules rules, BiPredicate<String, String> sameScalar) {
        this.live = live;
        this.rules = rules;
        this.sameScalar = sameScalar;
    }

    /**
     * Cuts.
     *
     * @param manifests of the same object, the newest first: a field that one of them names stays
     * @param sameScalar whether two texts say the same, so that the live one reads as it was written
     */
    public static Resource of(Resource live, List<Resource> manifests, BiPredicate<String, String> sameScalar) {
        LiveFields cut = new LiveFields(live, ListRules.with(List.of(live), manifests), sameScalar);
        List<Node> shapes = manifests.stream().<Node>map(Resource::root).toList();
        return live.with((MapNode) cut.node(live.root(), shapes, List.of()));
    }

    private Node node(Node node, List<Node> shapes, List<String> fields) {
        return switch (node) {
            case MapNode map -> map(map, of(MapNode.class, shapes), fields);
            case ListNode list -> list(list, of(ListNode.class, shapes), fields);
            case ScalarNode scalar ->
                of(ScalarNode.class, shapes).stream()
                        .filter(shape -> sameScalar.test(scalar.text(), shape.text()))
                        .findFirst()
                        .orElse(scalar);
        };
    }

    private Node map(MapNode map, List<MapNode> shapes, List<String> fields) {
        List<MapNode.Entry> kept = new ArrayList<>();
        for (MapNode.Entry entry : map.entries()) {
            List<Node> below = shapes.stream()
                    .map(shape -> shape.get(entry.key()))
                    .flatMap(Optional::stream)
                    .toList();
            if (!below.isEmpty() && below.stream().anyMatch(shape -> !isNull(shape))) {
                List<String> longer = new ArrayList<>(fields);
                longer.add(entry.key());
                kept.add(new MapNode.Entry(entry.key(), entry.keyMark(), node(entry.value(), below, longer)));
            }
        }
        shapes.stream()
                .findFirst()
                .ifPresent(newest -> newest.entries().stream()
                        .filter(entry -> isEmpty(entry.value()))
                        .filter(entry ->
                                kept.stream().noneMatch(other -> other.key().equals(entry.key())))
                        .forEach(kept::add));
        return shapes.isEmpty() ? map : new MapNode(kept, map.mark());
    }

    private Node list(ListNode list, List<ListNode> shapes, List<String> fields) {
        ListRule rule = rules.of(live.id(), fields);
        List<List<Node>> named = new ArrayList<>();
        list.items().forEach(_ -> named.add(new ArrayList<>()));
        for (ListNode shape : shapes) {
            ListMatcher.match(list.items(), shape.items(), rule)
                    .both()
                    .forEach(item -> named.get(item.before()).add(shape.items().get(item.after())));
        }
        // Lists without keys are replaced as a whole, so what nobody named is part of what will go.
        boolean whole = rule.by() != ListRule.By.KEYS;
        List<Node> kept = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            Node item = list.items().get(i);
            if (!named.get(i).isEmpty()) {
                kept.add(node(item, named.get(i), fields));
            } else if (whole) {
                kept.add(item);
            }
        }
        return new ListNode(kept, list.mark());
    }

    private static <T extends Node> List<T> of(Class<T> type, List<Node> nodes) {
        return nodes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.NULL;
    }

    /** The API server keeps no null and drops most empty mappings and lists. */
    private static boolean isEmpty(Node node) {
        return switch (node) {
            case MapNode map -> map.entries().stream().allMatch(entry -> isEmpty(entry.value()));
            case ListNode list -> list.items().isEmpty();
            case ScalarNode _ -> isNull(node);
        };
    }
}
