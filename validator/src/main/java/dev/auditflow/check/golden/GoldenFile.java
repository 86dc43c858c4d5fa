package dev.auditflow.check.golden;

import dev.auditflow.diff.Comparison;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The golden text of an object: keys sorted, noise masked, secrets left out.
 *
 * <p>{@link Masks} says what noise is.
 */
public final class GoldenFile {
    /** Stands where a masked value was. */
    public static final String MASK = "<masked>";

    /** Stands where a Secret's value was, or what may be a credential elsewhere. */
    public static final String SECRET = "<secret>";

    private final Masks masks;
    private final Hidden hidden;

    /** @param masks to put beside the default ones, as {@link Masks} reads them */
    public GoldenFile(List<String> masks) {
        this(Masks.of(masks), Hidden.behindOneWord());
    }

    private GoldenFile(Masks masks, Hidden hidden) {
        this.masks = masks;
        this.hidden = hidden;
    }

    /** Masks nothing, and puts keyed hashes in the place of secrets: for objects that are compared as they are. */
    public static GoldenFile ofSecretsAlone() {
        return new GoldenFile(Masks.none(), Hidden.behindKeyedHashes());
    }

    /** The same, but two secrets read the same only if they are: for renderings that nobody keeps. */
    public GoldenFile withKeyedSecrets() {
        return new GoldenFile(masks, Hidden.behindKeyedHashes());
    }

    /** The same with one more mask. */
    GoldenFile and(String mask) {
        return new GoldenFile(masks.and(mask), hidden);
    }

    /** What a target's golden files should hold, by file name. */
    public Map<String, Expected> expected(List<Resource> resources) {
        Map<String, Expected> files = new TreeMap<>();
        for (Resource resource : resources) {
            String name = name(resource.id());
            for (int copy = 2; files.containsKey(name); copy++) {
                name = name(resource.id()).replaceFirst("\\.yaml$", "." + copy + ".yaml");
            }
            Resource masked = masked(resource);
            files.put(name, new Expected(masked, YamlWriter.write(masked.root())));
        }
        return files;
    }

    /** An object with its masks, and its golden text. */
    public record Expected(Resource resource, String text) {}

    /** {@code <kind>.<name>.yaml}, with the namespace between them where the manifest names one. */
    private static String name(ResourceId id) {
        String namespace = id.namespace().isEmpty() ? "" : id.namespace() + ".";
        String name = id.kind().toLowerCase(Locale.ROOT) + "." + namespace + id.name();
        return name.replaceAll("[^A-Za-z0-9._-]", "_") + ".yaml";
    }

    /** The object as golden files hold it: it may have been written before something was masked or left out. */
    public Resource masked(Resource resource) {
        boolean secret = isSecret(resource.id().apiVersion(), resource.id().kind());
        MapNode root = secret ? withoutValues(resource.root()) : resource.root();
        return resource.with(new Masking(masks, hidden).of(root, resource.id()));
    }

    /** Whether an object holds what golden files leave out. */
    boolean holdsSecrets(Resource stored) {
        GoldenFile only = new GoldenFile(Masks.none(), hidden);
        return !Comparison.same(stored.root(), only.masked(stored).root());
    }

    private static boolean isSecret(String apiVersion, String kind) {
        return kind.equals("Secret") && apiVersion.equals("v1");
    }

    private MapNode withoutValues(MapNode secret) {
        List<MapNode.Entry> entries = new ArrayList<>();
        for (MapNode.Entry entry : secret.entries()) {
            boolean values = entry.key().equals("data") || entry.key().equals("stringData");
            entries.add(values ? withoutValues(entry) : entry);
        }
        return new MapNode(entries, secret.mark());
    }

    private MapNode.Entry withoutValues(MapNode.Entry entry) {
        if (!(entry.value() instanceof MapNode map)) {
            return new MapNode.Entry(entry.key(), entry.keyMark(), hidden.instead(entry.value()));
        }
        List<MapNode.Entry> values = map.entries().stream()
                .map(e -> new MapNode.Entry(e.key(), e.keyMark(), hidden.instead(e.value())))
                .toList();
        return new MapNode.Entry(entry.key(), entry.keyMark(), new MapNode(values, map.mark()));
    }

    static ScalarNode string(String text, Node place) {
        return new ScalarNode(ScalarNode.Kind.STRING, text, false, text, place.mark());
    }
}
