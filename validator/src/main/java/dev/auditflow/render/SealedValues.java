package dev.auditflow.render;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Digest;
import dev.auditflow.host.TextFiles;
import dev.auditflow.render.yaml.HelmYaml;
import dev.auditflow.render.yaml.UnreadableYaml;
import dev.auditflow.sops.StandIn;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a rendering has in the place of values that SOPS encrypted: a stand-in, or what they hold. It is no record, so that nothing
 * prints it.
 */
public final class SealedValues {
    private static final SealedValues CLOSED = new SealedValues(StandIn.DIGEST, Map.of());

    private final StandIn standIn;
    private final Map<Path, Opened> opened;

    /** A decrypted file, and the digest of the encrypted bytes that it was made of. */
    private record Opened(JsonNode plain, Set<String> secrets, String digest) {
        @Override
        public String toString() {
            return digest;
        }
    }

    private SealedValues(StandIn standIn, Map<Path, Opened> opened) {
        this.standIn = standIn;
        this.opened = Map.copyOf(opened);
    }

    /** A digest of the encrypted text for each encrypted value. */
    public static SealedValues closed() {
        return CLOSED;
    }

    /** A stand-in for each encrypted value. */
    public static SealedValues of(StandIn standIn) {
        return new SealedValues(standIn, Map.of());
    }

    /** These, and one more file as it was decrypted. */
    public SealedValues with(Path file, String encrypted, JsonNode plain) {
        Map<Path, Opened> all = new HashMap<>(opened);
        String digest = Digest.of(encrypted.getBytes(StandardCharsets.UTF_8));
        all.put(file, new Opened(plain, secrets(encrypted, plain), digest));
        return new SealedValues(standIn, all);
    }

    /** The files of these that SOPS encrypted, in their order. What cannot be read is none of them; rendering names it. */
    public static List<Path> among(List<Path> files) {
        return files.stream().filter(SealedValues::isSealed).toList();
    }

    private static boolean isSealed(Path file) {
        try {
            String text = TextFiles.read(file);
            Node document = text.contains("sops") ? HelmYaml.first(text) : null;
            return document instanceof MapNode map && StandIn.isSealed(map);
        } catch (TextFiles.Unusable | UnreadableYaml e) {
            return false;
        }
    }

    /** {@code sha256:<hex>} of the encrypted bytes of each file that was decrypted. */
    public Set<String> digests() {
        Set<String> digests = new TreeSet<>();
        opened.values().forEach(file -> digests.add(file.digest()));
        return digests;
    }

    /** What was encrypted, as texts. */
    public Set<String> secrets() {
        Set<String> secrets = new TreeSet<>();
        opened.values().forEach(file -> secrets.addAll(file.secrets()));
        return secrets;
    }

    private static Set<String> secrets(String encrypted, JsonNode plain) {
        Set<String> secrets = new TreeSet<>();
        YamlReader.read(encrypted).documents().stream().findFirst().ifPresent(node -> secrets(node, plain, secrets));
        return secrets;
    }

    private static void secrets(Node sealed, JsonNode plain, Set<String> secrets) {
        switch (sealed) {
            case MapNode map ->
                map.entries().forEach(entry -> secrets(entry.value(), plain.path(entry.key()), secrets));
            case ListNode list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    secrets(list.items().get(i), plain.path(i), secrets);
                }
            }
            case ScalarNode scalar -> {
                if (StandIn.isSealed(scalar) && plain.isValueNode()) {
                    secrets.add(plain.asText());
                }
            }
        }
    }

    /** The content of a file, if it was decrypted. */
    public Optional<JsonNode> plain(Path file) {
        return Optional.ofNullable(opened.get(file)).map(Opened::plain);
    }

    /** A values document as templates see it while it is not decrypted. */
    public Node cover(Node document) {
        return document instanceof MapNode map && StandIn.isSealed(map) ? standIn.in(map) : document;
    }
}
