package dev.auditflow.check.golden;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.List;
import java.util.Optional;

/** Finds the first field in which a golden file and an object differ, so that a finding points at its cause. */
final class Difference {
    private Difference() {}

    static FieldPath first(String golden, GoldenFile.Expected expected) {
        List<Node> before = YamlReader.read(golden).documents();
        List<Node> after = YamlReader.read(expected.text()).documents();
        if (before.size() != 1 || after.size() != 1) {
            return FieldPath.root();
        }
        return first(before.getFirst(), after.getFirst(), FieldPath.root()).orElse(FieldPath.root());
    }

    private static Optional<FieldPath> first(Node before, Node after, FieldPath path) {
        if (before instanceof MapNode was && after instanceof MapNode is) {
            for (MapNode.Entry entry : is.entries()) {
                FieldPath field = path.key(entry.key());
                Optional<FieldPath> deeper = was.get(entry.key())
                        .map(value -> first(value, entry.value(), field))
                        .orElse(Optional.of(field));
                if (deeper.isPresent()) {
                    return deeper;
                }
            }
            return was.entries().stream()
                    .filter(entry -> is.get(entry.key()).isEmpty())
                    .findFirst()
                    .map(entry -> path.key(entry.key()));
        }
        if (before instanceof ListNode was && after instanceof ListNode is) {
            for (int i = 0; i < is.items().size(); i++) {
                FieldPath item = path.index(i);
                Optional<FieldPath> deeper = i < was.items().size()
                        ? first(was.items().get(i), is.items().get(i), item)
                        : Optional.of(item);
                if (deeper.isPresent()) {
                    return deeper;
                }
            }
            return was.items().size() > is.items().size() ? Optional.of(path) : Optional.empty();
        }
        if (before instanceof ScalarNode was && after instanceof ScalarNode is) {
            return was.kind() == is.kind() && was.text().equals(is.text()) ? Optional.empty() : Optional.of(path);
        }
        return Optional.of(path);
    }
}
