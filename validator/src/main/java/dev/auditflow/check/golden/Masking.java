package dev.auditflow.check.golden;

import dev.auditflow.manifest.Credentials;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Masks one object and sorts its keys; what stays as it is stays the same node. For one use. */
@SuppressWarnings("ReferenceEquality") // Which nodes stayed is the question, not which are alike.
final class Masking {
    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z0-9.-]*(=.*)?|-\\w", Pattern.DOTALL);

    private final Masks masks;
    private final Hidden hidden;

    /** In large objects the same names and texts come again and again. */
    private final Map<String, Boolean> names = new HashMap<>();

    private final Map<String, Boolean> texts = new HashMap<>();

    Masking(Masks masks, Hidden hidden) {
        this.masks = masks;
        this.hidden = hidden;
    }

    MapNode of(MapNode root, ResourceId id) {
        return map(root, Masks.At.root(id));
    }

    private Node node(Node node, Masks.At at) {
        return switch (node) {
            case MapNode map -> map(map, at);
            case ListNode list -> list(list, at);
            case ScalarNode scalar -> withoutCredentials(scalar);
        };
    }

    private MapNode map(MapNode map, Masks.At at) {
        List<MapNode.Entry> entries = new ArrayList<>(map.entries().size());
        boolean same = true;
        String last = "";
        for (MapNode.Entry entry : map.entries()) {
            Masks.At field = at.key(entry.key());
            Node value = masks.hide(field)
                    ? GoldenFile.string(GoldenFile.MASK, entry.value())
                    : node(withoutCredential(map, entry), field);
            same &= value == entry.value() && last.compareTo(entry.key()) <= 0;
            last = entry.key();
            entries.add(value == entry.value() ? entry : new MapNode.Entry(entry.key(), entry.keyMark(), value));
        }
        if (same) {
            return map;
        }
        entries.sort(Comparator.comparing(MapNode.Entry::key));
        return new MapNode(entries, map.mark());
    }

    private ListNode list(ListNode list, Masks.At at) {
        List<Node> items = new ArrayList<>(list.items().size());
        boolean same = true;
        List<Node> shown = withoutCredentials(list.items());
        for (int i = 0; i < shown.size(); i++) {
            Node item = node(shown.get(i), at.item(shown.get(i)));
            same &= item == list.items().get(i);
            items.add(item);
        }
        return same ? list : new ListNode(items, list.mark());
    }

    /** The value of an entry, or of an environment variable, whose name is that of a credential. */
    private Node withoutCredential(MapNode map, MapNode.Entry entry) {
        boolean named = names.computeIfAbsent(entry.key(), Credentials::isName)
                || (entry.key().equals("value") && Credentials.isNamed(map, entry));
        return named ? hidden(entry.value()) : entry.value();
    }

    /**
     * Arguments without those that follow the flag of a credential. What is a flag itself, and what follows a flag that has
     * its value already, stays: a golden file is there to show when they change.
     */
    private List<Node> withoutCredentials(List<Node> arguments) {
        List<Node> shown = new ArrayList<>();
        boolean expected = false;
        for (Node argument : arguments) {
            String text = argument instanceof ScalarNode scalar ? scalar.text() : "";
            shown.add(expected && !FLAG.matcher(text).matches() ? hidden(argument) : argument);
            expected = Credentials.isFlag(argument) && !text.contains("=");
        }
        return shown;
    }

    private Node hidden(Node node) {
        return node instanceof ScalarNode scalar && isText(scalar) ? hidden.instead(scalar) : node;
    }

    /** A text without the lines in which a credential may stand. */
    private ScalarNode withoutCredentials(ScalarNode scalar) {
        if (!isText(scalar) || !texts.computeIfAbsent(scalar.text(), Credentials::mayStandIn)) {
            return scalar;
        }
        String shown = Arrays.stream(scalar.text().split("\n", -1))
                .map(line -> Credentials.mayStandIn(line) ? hidden.insteadOf(line) : line)
                .collect(Collectors.joining("\n"));
        return shown.equals(scalar.text()) ? hidden.instead(scalar) : GoldenFile.string(shown, scalar);
    }

    private static boolean isText(ScalarNode scalar) {
        return scalar.kind() == ScalarNode.Kind.STRING && !scalar.text().isEmpty();
    }
}
