package dev.auditflow.sops;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/** Whether a file of Secrets is encrypted by SOPS, as far as that can be seen without a key. */
public final class SealedSecrets {
    private static final List<String> SECRET = List.of("data", "stringData");

    private SealedSecrets() {}

    /**
     * What of a text is not encrypted.
     *
     * @param line counted from 1
     * @param message a sentence without its full stop, which repeats no value
     */
    public record Plain(int line, String message) {}

    /** The first place that everybody can read and nobody should; empty for a file that may be committed. */
    public static Optional<Plain> find(String text) {
        for (Node document : YamlReader.read(text).documents()) {
            if (!(document instanceof MapNode map)) {
                return Optional.of(new Plain(document.mark().line(), "this is no Secret of SOPS"));
            }
            for (String key : SECRET) {
                Optional<Plain> plain = map.get(key).flatMap(node -> plain(node, key));
                if (plain.isPresent()) {
                    return plain;
                }
            }
            if (map.map("sops").isEmpty()) {
                return Optional.of(new Plain(map.mark().line(), "the document has no \"sops\", so nobody sealed it"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Plain> plain(Node node, String path) {
        return switch (node) {
            case MapNode map ->
                map.entries().stream()
                        .flatMap(entry -> plain(entry.value(), path + "." + entry.key()).stream())
                        .findFirst();
            case ListNode list ->
                list.items().stream()
                        .flatMap(item -> plain(item, path).stream())
                        .findFirst();
            case ScalarNode scalar ->
                SopsFile.isSealed(scalar.text())
                                || scalar.isNull()
                                || scalar.text().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Plain(scalar.mark().line(), path + " is not encrypted"));
        };
    }
}
