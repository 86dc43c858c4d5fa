package dev.auditflow.sops;

import dev.auditflow.host.Digest;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands for the values of a file that SOPS encrypted, where nobody has its key. Two kinds of it give two renderings, and
 * what differs in them hangs on encrypted values.
 */
public enum StandIn {
    /** {@code sops-} and a digest of the encrypted text, which could stand in any field; 1 for a number, false for a truth value. */
    DIGEST("sops-", "1", "false"),

    /** Of another length and beginning, neither Base64 nor a number; 2 and true. */
    OTHER("x-of-something-else-", "2", "true");

    private static final String METADATA = "sops";

    private static final int HEX = 32;

    private final String prefix;
    private final String number;
    private final String truth;

    StandIn(String prefix, String number, String truth) {
        this.prefix = prefix;
        this.number = number;
        this.truth = truth;
    }

    /** Whether SOPS encrypted a document. */
    public static boolean isSealed(MapNode document) {
        return document.map(METADATA)
                .filter(settings -> settings.get("mac").isPresent())
                .isPresent();
    }

    /** Whether SOPS encrypted a value. */
    public static boolean isSealed(ScalarNode value) {
        return SopsFile.isSealed(value.text());
    }

    /** The document without what SOPS wrote into it; a stand-in for each encrypted value, at the same place. */
    public MapNode in(MapNode document) {
        List<MapNode.Entry> entries = new ArrayList<>(document.entries());
        entries.removeIf(entry -> entry.key().equals(METADATA));
        return (MapNode) in((Node) new MapNode(entries, document.mark()));
    }

    private Node in(Node node) {
        return switch (node) {
            case MapNode map ->
                new MapNode(
                        map.entries().stream()
                                .map(entry -> new MapNode.Entry(entry.key(), entry.keyMark(), in(entry.value())))
                                .toList(),
                        map.mark());
            case ListNode list ->
                new ListNode(list.items().stream().map(this::in).toList(), list.mark());
            case ScalarNode scalar -> scalar(scalar);
        };
    }

    private ScalarNode scalar(ScalarNode scalar) {
        Optional<String> type = SopsFile.sealedType(scalar.text());
        if (type.isEmpty()) {
            return scalar;
        }
        return switch (type.get()) {
            case "int", "float" -> as(scalar, ScalarNode.Kind.INTEGER, number);
            case "bool" -> as(scalar, ScalarNode.Kind.BOOLEAN, truth);
            default -> as(scalar, ScalarNode.Kind.STRING, text(scalar.text()));
        };
    }

    private String text(String sealed) {
        String digest = Digest.of(sealed.getBytes(StandardCharsets.US_ASCII));
        return prefix + digest.substring("sha256:".length()).substring(0, HEX);
    }

    private static ScalarNode as(ScalarNode scalar, ScalarNode.Kind kind, String text) {
        return new ScalarNode(kind, text, kind != ScalarNode.Kind.STRING, text, scalar.mark());
    }
}
