package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import java.util.Optional;

/**
 * Reads paths as Kubernetes' {@code field.Path} writes them. A key in brackets is not quoted there, so {@code a[1]} may be
 * an item or a key, and a key may hold dots and brackets: the object says which.
 */
final class ServerPath {
    private final String text;
    private int at;

    private ServerPath(String text) {
        this.text = text;
    }

    /** The path of {@code text} within {@code object}; as far as it can be read. */
    static FieldPath read(String text, MapNode object) {
        return new ServerPath(text).read(object);
    }

    private FieldPath read(Node root) {
        FieldPath path = FieldPath.root();
        Optional<Node> node = Optional.of(root);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                String inside = bracket(node);
                if (node.orElse(root) instanceof ListNode list && inside.matches("[0-9]{1,9}")) {
                    int index = Integer.parseInt(inside);
                    path = path.index(index);
                    node = index < list.items().size()
                            ? Optional.of(list.items().get(index))
                            : Optional.empty();
                    continue;
                }
                if (inside.isEmpty()) {
                    return path;
                }
                path = path.key(inside);
                node = child(node, inside);
            } else {
                at += c == '.' ? 1 : 0;
                String name = plain();
                if (name.isEmpty()) {
                    return path;
                }
                path = path.key(name);
                node = child(node, name);
            }
        }
        return path;
    }

    private String plain() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            at++;
        }
        return text.substring(start, at);
    }

    /** The longest text up to a closing bracket that is a key of the mapping here; else up to the first one. */
    private String bracket(Optional<Node> node) {
        int first = text.indexOf(']', at);
        if (first < 0) {
            at = text.length();
            return "";
        }
        int end = first;
        for (int close = first; close >= 0; close = text.indexOf(']', close + 1)) {
            String key = text.substring(at + 1, close);
            if (node.filter(n -> n instanceof MapNode map && map.get(key).isPresent())
                    .isPresent()) {
                end = close;
            }
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    private static Optional<Node> child(Optional<Node> node, String key) {
        return node.flatMap(n -> n instanceof MapNode map ? map.get(key) : Optional.empty());
    }
}
