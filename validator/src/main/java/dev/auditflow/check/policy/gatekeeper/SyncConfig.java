package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Gatekeeper's {@code Config} and {@code SyncSet} objects say: which kinds templates may look up, and which namespaces are
 * left alone.
 *
 * @param kinds without doubles, in a fixed order
 * @param unsynced namespaces whose objects cannot be looked up; {@code *} at both ends
 * @param unasked namespaces whose objects the webhook does not judge by constraints
 * @param unaudited namespaces whose objects an audit does not judge by constraints
 */
public record SyncConfig(Set<Kind> kinds, List<String> unsynced, List<String> unasked, List<String> unaudited) {
    /** The API group of Config. */
    public static final String CONFIG_GROUP = "config.gatekeeper.sh";

    /** The API group of SyncSet. */
    public static final String SYNC_SET_GROUP = "syncset.gatekeeper.sh";

    /** The only name of a Config that Gatekeeper looks at. */
    private static final String CONFIG_NAME = "config";

    private static final String EVERYWHERE = "*";

    public SyncConfig {
        kinds = java.util.Collections.unmodifiableSet(new TreeSet<>(kinds));
        unsynced = List.copyOf(unsynced);
        unasked = List.copyOf(unasked);
        unaudited = List.copyOf(unaudited);
    }

    /** A kind of objects in one version. */
    public record Kind(String group, String version, String kind) implements Comparable<Kind> {
        /** As {@code apiVersion} has it. */
        public String apiVersion() {
            return group.isEmpty() ? version : group + "/" + version;
        }

        @Override
        public int compareTo(Kind other) {
            return (apiVersion() + kind).compareTo(other.apiVersion() + other.kind);
        }
    }

    /** Nothing to look up, and nothing left alone. */
    public static SyncConfig none() {
        return new SyncConfig(Set.of(), List.of(), List.of(), List.of());
    }

    /** What these objects say together; those of other groups say nothing. */
    public static SyncConfig of(List<MapNode> objects) {
        Set<Kind> kinds = new TreeSet<>();
        List<String> unsynced = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        List<String> unaudited = new ArrayList<>();
        for (MapNode object : objects) {
            String version = object.string("apiVersion").orElse("");
            MapNode spec = object.map("spec").orElse(new MapNode(List.of(), object.mark()));
            if (version.startsWith(SYNC_SET_GROUP + "/")) {
                add(maps(spec, "gvks"), kinds);
            }
            boolean counts = object.map("metadata")
                    .flatMap(metadata -> metadata.string("name"))
                    .filter(CONFIG_NAME::equals)
                    .isPresent();
            if (version.startsWith(CONFIG_GROUP + "/") && counts) {
                spec.map("sync").ifPresent(sync -> add(maps(sync, "syncOnly"), kinds));
                for (MapNode match : maps(spec, "match")) {
                    unsynced.addAll(excluded(match, "sync"));
                    unasked.addAll(excluded(match, "webhook"));
                    unaudited.addAll(excluded(match, "audit"));
                }
            }
        }
        return new SyncConfig(kinds, unsynced, unasked, unaudited);
    }

    /** Whether objects of a namespace can be looked up. */
    public boolean isSynced(String namespace) {
        return !named(unsynced, namespace);
    }

    /** Whether a namespace is left alone somewhere. */
    public boolean isExempt(String namespace, EnforcementPoint point) {
        return switch (point) {
            case WEBHOOK -> named(unasked, namespace);
            case AUDIT -> named(unaudited, namespace);
            case COMMAND_LINE -> false;
        };
    }

    private static List<String> excluded(MapNode match, String process) {
        List<String> processes = texts(match, "processes");
        return processes.contains(EVERYWHERE) || processes.contains(process)
                ? texts(match, "excludedNamespaces")
                : List.of();
    }

    private static boolean named(List<String> globs, String namespace) {
        return !namespace.isEmpty() && globs.stream().anyMatch(glob -> new Glob(glob).matches(namespace));
    }

    private static void add(List<MapNode> given, Set<Kind> kinds) {
        for (MapNode kind : given) {
            kinds.add(new Kind(
                    kind.string("group").orElse(""),
                    kind.string("version").orElse(""),
                    kind.string("kind").orElse("")));
        }
    }

    private static List<MapNode> maps(MapNode map, String key) {
        return map.list(key).map(ListNode::items).orElse(List.of()).stream()
                .filter(MapNode.class::isInstance)
                .map(MapNode.class::cast)
                .toList();
    }

    private static List<String> texts(MapNode map, String key) {
        List<String> texts = new ArrayList<>();
        for (Node item : map.list(key).map(ListNode::items).orElse(List.of())) {
            if (item instanceof ScalarNode scalar) {
                texts.add(scalar.text());
            }
        }
        return texts;
    }
}
