package dev.auditflow.diff;

import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds for each object what it was before: by name, else by what it holds. */
final class ObjectMatcher {
    private static final double RENAMED = 0.6;
    private static final int FEW_FIELDS = 4;

    private final String namespace;
    private final List<Pair> pairs = new ArrayList<>();
    private List<Resource> gone = new ArrayList<>();
    private List<Resource> fresh = new ArrayList<>();

    /** @param namespace of objects that name none */
    ObjectMatcher(String namespace) {
        this.namespace = namespace;
    }

    record Pair(Resource before, Resource after, boolean renamed) {}

    /** All objects: those of both sides, and those of one. */
    record Matched(List<Pair> pairs, List<Resource> gone, List<Resource> fresh) {}

    Matched match(List<Resource> before, List<Resource> after) {
        gone = new ArrayList<>(before);
        fresh = new ArrayList<>(after);
        step(id -> id.group() + "|" + id.kind() + "|" + namespace(id) + "|" + id.name(), false);
        step(id -> id.kind() + "|" + namespace(id) + "|" + id.name(), false);
        step(id -> id.group() + "|" + id.kind(), true);
        return new Matched(List.copyOf(pairs), List.copyOf(gone), List.copyOf(fresh));
    }

    private String namespace(ResourceId id) {
        return id.namespace().isEmpty() ? namespace : id.namespace();
    }

    /** Pairs what has the same key, the most alike first. */
    private void step(Function<ResourceId, String> key, boolean renamed) {
        Map<String, List<Resource>> before = byKey(gone, key);
        Map<String, List<Resource>> after = byKey(fresh, key);
        gone = new ArrayList<>();
        fresh = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String each : keys) {
            List<Resource> was = before.getOrDefault(each, List.of());
            List<Resource> is = after.getOrDefault(each, List.of());
            Collection<Likeness.Match> matches = was.size() == 1 && is.size() == 1 && !renamed
                    ? List.of(new Likeness.Match(0, 0))
                    : Likeness.pairs(was, is, renamed ? ObjectMatcher::sameUnderAnotherName : ObjectMatcher::alike);
            matches.forEach(match -> pairs.add(new Pair(was.get(match.before()), is.get(match.after()), renamed)));
            gone.addAll(Likeness.rest(was, matches, Likeness.Match::before));
            fresh.addAll(Likeness.rest(is, matches, Likeness.Match::after));
        }
    }

    private static Map<String, List<Resource>> byKey(List<Resource> all, Function<ResourceId, String> key) {
        Map<String, List<Resource>> groups = new LinkedHashMap<>();
        all.forEach(resource -> groups.computeIfAbsent(key.apply(resource.id()), _ -> new ArrayList<>())
                .add(resource));
        return groups;
    }

    private static Likeness.Scored alike(Resource resource) {
        Leaves leaves = Leaves.of(resource.root());
        return new Likeness.Scored(
                resource.root(),
                leaves,
                (mine, other) -> Math.max(0.01, mine.leaves().likeness(other.leaves())));
    }

    /** Names count too, and decide where an object holds little else. */
    private static Likeness.Scored sameUnderAnotherName(Resource resource) {
        Leaves content = Leaves.of(withoutNames(resource.root()));
        return new Likeness.Scored(resource.root(), content, (mine, other) -> {
            double names = nameLikeness(nameOf(mine.node()), nameOf(other.node()));
            boolean few = Math.min(mine.leaves().total(), other.leaves().total()) < FEW_FIELDS;
            double score = few ? names : 0.8 * mine.leaves().likeness(other.leaves()) + 0.2 * names;
            return score >= RENAMED ? score : 0;
        });
    }

    private static Node withoutNames(MapNode root) {
        return new MapNode(
                root.entries().stream()
                        .filter(entry ->
                                !List.of("metadata", "apiVersion", "kind").contains(entry.key()))
                        .toList(),
                root.mark());
    }

    private static String nameOf(Node root) {
        return root instanceof MapNode map
                ? map.map("metadata")
                        .flatMap(metadata -> metadata.string("name"))
                        .orElse("")
                : "";
    }

    private static double nameLikeness(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int head = 0;
        while (head < shorter && one.charAt(head) == other.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && one.charAt(one.length() - 1 - tail) == other.charAt(other.length() - 1 - tail)) {
            tail++;
        }
        int longer = Math.max(one.length(), other.length());
        return longer == 0 ? 0 : (double) (head + tail) / longer;
    }
}
