package dev.auditflow.check.golden;

import dev.auditflow.manifest.Credentials;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import dev.auditflow.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The golden text of an object: keys sorted, noise masked, secrets left out.
 *
 * <p>Masked by default are the label {@code helm.sh/chart}, the label {@code app.kubernetes.io/version} and annotations
 * {@code checksum/*}: they change with every release and say nothing about what the release does.
 */
public final class GoldenFile {
    /** Stands where a masked value was. */
    public static final String MASK = "<masked>";

    /** Stands where a Secret's value was, or what may be a credential elsewhere. */
    public static final String SECRET = "<secret>";

    private static final Set<String> METADATA_MAPS = Set.of("labels", "annotations", "matchLabels");

    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z0-9.-]*(=.*)?|-\\w", Pattern.DOTALL);

    private final List<String> masks;

    /** @param masks label and annotation keys to mask beside the default ones; a trailing {@code *} matches the rest */
    public GoldenFile(List<String> masks) {
        List<String> all = new ArrayList<>(List.of("helm.sh/chart", "app.kubernetes.io/version", "checksum/*"));
        all.addAll(masks);
        this.masks = List.copyOf(all);
    }

    /** What a target's golden files should hold, by file name. */
    public Map<String, Expected> expected(List<Resource> resources) {
        Map<String, Expected> files = new TreeMap<>();
        for (Resource resource : resources) {
            String name = name(resource.id());
            for (int copy = 2; files.containsKey(name); copy++) {
                name = name(resource.id()).replaceFirst("\\.yaml$", "." + copy + ".yaml");
            }
            files.put(name, new Expected(resource, text(resource)));
        }
        return files;
    }

    /** An object and its golden text. */
    public record Expected(Resource resource, String text) {}

    /** {@code <kind>.<name>.yaml}, with the namespace between them where the manifest names one. */
    private static String name(ResourceId id) {
        String namespace = id.namespace().isEmpty() ? "" : id.namespace() + ".";
        String name = id.kind().toLowerCase(Locale.ROOT) + "." + namespace + id.name();
        return name.replaceAll("[^A-Za-z0-9._-]", "_") + ".yaml";
    }

    private String text(Resource resource) {
        return text(
                resource.root(),
                isSecret(resource.id().apiVersion(), resource.id().kind()));
    }

    private String text(MapNode root, boolean secret) {
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry entry : root.entries()) {
            boolean hidden =
                    secret && (entry.key().equals("data") || entry.key().equals("stringData"));
            entries.add(hidden ? withoutValues(entry) : entry);
        }
        return YamlWriter.write(sorted(new MapNode(entries, root.mark()), ""));
    }

    /** What a golden file holds, as a diff may show it: it may have been written before something was left out. */
    String shown(String stored) {
        YamlReader.Parsed parsed = YamlReader.read(stored);
        if (parsed.documents().size() == 1 && parsed.documents().getFirst() instanceof MapNode root) {
            return text(root, isSecret(word(root, "apiVersion"), word(root, "kind")));
        }
        return withoutCredentials(stored);
    }

    private static boolean isSecret(String apiVersion, String kind) {
        return kind.equals("Secret") && apiVersion.equals("v1");
    }

    private static String word(MapNode root, String key) {
        return root.get(key).orElse(root) instanceof ScalarNode scalar ? scalar.text() : "";
    }

    private static MapNode.Entry withoutValues(MapNode.Entry entry) {
        if (!(entry.value() instanceof MapNode map)) {
            return new MapNode.Entry(entry.key(), entry.keyMark(), string(SECRET, entry.value()));
        }
        List<MapNode.Entry> hidden = map.entries().stream()
                .map(e -> new MapNode.Entry(e.key(), e.keyMark(), string(SECRET, e.value())))
                .toList();
        return new MapNode.Entry(entry.key(), entry.keyMark(), new MapNode(hidden, map.mark()));
    }

    private Node sorted(Node node, String under) {
        return switch (node) {
            case MapNode map -> {
                List<MapNode.Entry> entries = new ArrayList<>();
                for (MapNode.Entry entry : map.entries()) {
                    Node value = METADATA_MAPS.contains(under) && isMasked(entry.key())
                            ? string(MASK, entry.value())
                            : sorted(withoutCredential(map, entry), entry.key());
                    entries.add(new MapNode.Entry(entry.key(), entry.keyMark(), value));
                }
                entries.sort(Comparator.comparing(MapNode.Entry::key));
                yield new MapNode(entries, map.mark());
            }
            case ListNode list ->
                new ListNode(
                        withoutCredentials(list.items()).stream()
                                .map(item -> sorted(item, ""))
                                .toList(),
                        list.mark());
            case ScalarNode scalar -> withoutCredentials(scalar);
        };
    }

    /** The value of an entry, or of an environment variable, whose name is that of a credential. */
    private static Node withoutCredential(MapNode map, MapNode.Entry entry) {
        return Credentials.isNamed(map, entry) ? hidden(entry.value()) : entry.value();
    }

    /**
     * Arguments without those that follow the flag of a credential. What is a flag itself, and what follows a flag that has
     * its value already, stays: a golden file is there to show when they change.
     */
    private static List<Node> withoutCredentials(List<Node> arguments) {
        List<Node> shown = new ArrayList<>();
        boolean expected = false;
        for (Node argument : arguments) {
            String text = argument instanceof ScalarNode scalar ? scalar.text() : "";
            shown.add(expected && !FLAG.matcher(text).matches() ? hidden(argument) : argument);
            expected = Credentials.isFlag(argument) && !text.contains("=");
        }
        return shown;
    }

    private static Node hidden(Node node) {
        return node instanceof ScalarNode scalar && isText(scalar) ? string(SECRET, scalar) : node;
    }

    /** A text without the lines in which a credential may stand. */
    private static ScalarNode withoutCredentials(ScalarNode scalar) {
        if (!isText(scalar) || !Credentials.mayStandIn(scalar.text())) {
            return scalar;
        }
        String shown = withoutCredentials(scalar.text());
        return string(shown.equals(scalar.text()) ? SECRET : shown, scalar);
    }

    private static String withoutCredentials(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(line -> Credentials.mayStandIn(line) ? SECRET : line)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isText(ScalarNode scalar) {
        return scalar.kind() == ScalarNode.Kind.STRING && !scalar.text().isEmpty();
    }

    private boolean isMasked(String key) {
        return masks.stream()
                .anyMatch(mask ->
                        mask.endsWith("*") ? key.startsWith(mask.substring(0, mask.length() - 1)) : key.equals(mask));
    }

    private static ScalarNode string(String text, Node place) {
        return new ScalarNode(ScalarNode.Kind.STRING, text, false, text, place.mark());
    }
}
