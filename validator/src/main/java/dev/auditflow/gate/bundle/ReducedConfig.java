package dev.auditflow.gate.bundle;

import dev.auditflow.config.PolicySettings;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import dev.auditflow.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What of auditflow.yaml decides over objects; what names files or releases stays behind. */
public final class ReducedConfig {
    private static final List<String> KEPT = List.of("waivers", "admission", "failOn");
    private static final Set<String> TOP =
            Set.of("version", "environments", "policies", "waivers", "admission", "failOn");
    private static final List<String> KEPT_OF_POLICIES = List.of("rules", "parameters");
    private static final Set<String> POLICIES =
            Set.of("builtin", "namespaces", "regoVersion", "combine", "rules", "parameters");
    private static final Mark NOWHERE = new Mark(1, 1, 0, 0);

    private ReducedConfig() {}

    /**
     * The text of the reduced configuration.
     *
     * @param text a configuration that can be read; empty for none
     * @param settings of the policies, with what flags say
     */
    public static String of(String text, PolicySettings settings) {
        MapNode whole = mapping(text);
        List<MapNode.Entry> top = new ArrayList<>();
        top.add(entry("version", scalar(ScalarNode.Kind.INTEGER, "1")));
        whole.map("environments").ifPresent(all -> top.add(entry("environments", names(all))));
        top.add(entry("policies", policies(whole.map("policies").orElse(map(List.of())), settings)));
        KEPT.forEach(key -> whole.get(key).ifPresent(value -> top.add(entry(key, value))));
        return YamlWriter.write(map(top));
    }

    /** @throws BundleException for a configuration that says more than {@link #of} writes: it could name files */
    static void refuseOthers(String text) throws BundleException {
        MapNode whole = mapping(text);
        boolean others = says(whole, TOP)
                || whole.map("policies").stream().anyMatch(policies -> says(policies, POLICIES))
                || whole.map("environments").stream()
                        .flatMap(all -> all.entries().stream())
                        .anyMatch(environment -> environment.value() instanceof MapNode said && says(said, Set.of()));
        if (others) {
            throw new BundleException("holds a configuration that says more than policies, waivers and admission;"
                    + " build it by 'auditflow bundle build'");
        }
    }

    private static boolean says(MapNode map, Set<String> known) {
        return map.entries().stream().anyMatch(entry -> !known.contains(entry.key()));
    }

    private static MapNode mapping(String text) {
        List<Node> documents = YamlReader.read(text).documents();
        return documents.size() == 1 && documents.getFirst() instanceof MapNode map ? map : map(List.of());
    }

    private static Node names(MapNode environments) {
        return map(environments.entries().stream()
                .map(environment -> entry(environment.key(), map(List.of())))
                .toList());
    }

    private static Node policies(MapNode configured, PolicySettings settings) {
        List<MapNode.Entry> entries = new ArrayList<>();
        entries.add(entry("builtin", flag(settings.builtin())));
        entries.add(entry(
                "namespaces",
                new ListNode(
                        settings.namespaces().stream()
                                .map(name -> scalar(ScalarNode.Kind.STRING, name))
                                .toList(),
                        NOWHERE)));
        entries.add(entry("regoVersion", scalar(ScalarNode.Kind.STRING, settings.regoVersion())));
        entries.add(entry("combine", flag(settings.combine())));
        KEPT_OF_POLICIES.forEach(key -> configured.get(key).ifPresent(value -> entries.add(entry(key, value))));
        return map(entries);
    }

    private static Node flag(boolean value) {
        return scalar(ScalarNode.Kind.BOOLEAN, Boolean.toString(value));
    }

    private static Node scalar(ScalarNode.Kind kind, String text) {
        return new ScalarNode(kind, text, kind != ScalarNode.Kind.STRING, text, NOWHERE);
    }

    private static MapNode.Entry entry(String key, Node value) {
        return new MapNode.Entry(key, NOWHERE, value);
    }

    private static MapNode map(List<MapNode.Entry> entries) {
        return new MapNode(entries, NOWHERE);
    }
}
