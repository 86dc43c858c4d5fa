package dev.auditflow.check.upgrade;

import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import dev.auditflow.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code upgrade/fields.yaml}: objects, changes of their fields, and whether an API server refuses each. */
final class FieldCases {
    private static final Path FILE = Path.of("src/test/resources/upgrade/fields.yaml");

    private FieldCases() {}

    /**
     * One change.
     *
     * @param allocated whether the answer depends on what only a whole server gives
     */
    record Case(Resource before, Resource after, List<String> fields, boolean refused, boolean allocated) {
        String name() {
            return before.id() + " " + String.join(", ", fields);
        }
    }

    static List<Case> all() throws IOException {
        List<Case> cases = new ArrayList<>();
        YamlReader.Parsed parsed = YamlReader.read(Files.readString(FILE));
        if (!parsed.faults().isEmpty()) {
            throw new IOException(parsed.faults().toString());
        }
        for (Node document : parsed.documents()) {
            MapNode map = (MapNode) document;
            MapNode object = map.map("object").orElseThrow();
            for (Node change : map.list("changes").orElseThrow().items()) {
                cases.add(one(object, (MapNode) change));
            }
        }
        return cases;
    }

    private static Case one(MapNode object, MapNode change) {
        Node after = object;
        List<String> fields = new ArrayList<>();
        for (MapNode.Entry entry : change.map("set").map(MapNode::entries).orElse(List.of())) {
            fields.add(entry.key() + " = " + value(entry.value()));
            after = with(after, FieldPath.parse(entry.key()).steps(), Optional.of(entry.value()));
        }
        for (Node path : change.list("remove").map(ListNode::items).orElse(List.of())) {
            String text = ((ScalarNode) path).text();
            fields.add("no " + text);
            after = with(after, FieldPath.parse(text).steps(), Optional.empty());
        }
        boolean refused = change.get("refused").isPresent();
        boolean allocated = change.get("allocated").isPresent();
        return new Case(read(object), read(after), fields, refused, allocated);
    }

    private static String value(Node node) {
        return YamlWriter.write(node).lines().map(String::strip).collect(Collectors.joining(" "));
    }

    private static Resource read(Node object) {
        return ManifestReader.objects("object.yaml", YamlWriter.write(object)).getFirst();
    }

    private static Node with(Node node, List<FieldPath.Step> path, Optional<Node> value) {
        FieldPath.Step step = path.getFirst();
        List<FieldPath.Step> rest = path.subList(1, path.size());
        return switch (step) {
            case FieldPath.Step.Key(String name) -> {
                MapNode map = (MapNode) node;
                Node old = map.get(name).orElseGet(() -> new MapNode(List.of(), node.mark()));
                Optional<Node> now = rest.isEmpty() ? value : Optional.of(with(old, rest, value));
                List<MapNode.Entry> entries = new ArrayList<>(map.entries());
                int place = map.entry(name).map(entries::indexOf).orElse(entries.size());
                if (place < entries.size()) {
                    entries.remove(place);
                }
                now.ifPresent(other -> entries.add(place, new MapNode.Entry(name, node.mark(), other)));
                yield new MapNode(entries, node.mark());
            }
            case FieldPath.Step.Index(int index) -> {
                List<Node> items = new ArrayList<>(((ListNode) node).items());
                if (rest.isEmpty() && value.isEmpty()) {
                    items.remove(index);
                } else {
                    items.set(index, rest.isEmpty() ? value.orElseThrow() : with(items.get(index), rest, value));
                }
                yield new ListNode(items, node.mark());
            }
        };
    }
}
