package dev.auditflow.manifest;

import dev.auditflow.render.OriginMap;
import dev.auditflow.render.Rendering;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a rendering into its objects. Bad text becomes problems, never an exception. */
public final class ManifestReader {
    /**
     * What a rendering holds.
     *
     * @param resources in the order of the text, {@code List} objects unpacked
     * @param definitions CRD objects of the chart's {@code crds/} folders
     * @param emptyLists how many {@code List} objects hold nothing
     */
    public record Manifest(
            List<Resource> resources, List<MapNode> definitions, List<Problem> problems, int emptyLists) {
        public Manifest {
            resources = List.copyOf(resources);
            definitions = List.copyOf(definitions);
            problems = List.copyOf(problems);
        }
    }

    public Manifest read(Rendering rendering) {
        List<Resource> resources = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int emptyLists = 0;
        for (Rendering.RenderedFile file : rendering.files()) {
            for (Node node : parse(file, problems)) {
                emptyLists += addObjects(node, file, resources, problems);
            }
        }
        List<MapNode> definitions = new ArrayList<>();
        for (Rendering.RenderedFile file : rendering.customResourceDefinitions()) {
            for (Node node : parse(file, problems)) {
                if (node instanceof MapNode map
                        && map.string("kind")
                                .filter("CustomResourceDefinition"::equals)
                                .isPresent()) {
                    definitions.add(map);
                }
            }
        }
        return new Manifest(resources, definitions, problems, emptyLists);
    }

    private static List<Node> parse(Rendering.RenderedFile file, List<Problem> problems) {
        YamlReader.Parsed parsed = YamlReader.read(file.text());
        for (YamlReader.Fault fault : parsed.faults()) {
            Place place =
                    new Place(file.name(), fault.mark().line(), fault.mark().column());
            problems.add(new Problem(
                    kindOf(fault),
                    fault.document() >= 0
                                    && fault.document() < parsed.documents().size()
                            ? idOf(parsed.documents().get(fault.document()))
                            : ResourceId.none(),
                    fault.path(),
                    fault.message(),
                    new Location(place, Origins.of(file.origins(), Nodes.Extent.of(fault.mark())))));
        }
        return parsed.documents().stream()
                .filter(node -> !(node instanceof ScalarNode scalar && scalar.isNull()))
                .toList();
    }

    private static Problem.Kind kindOf(YamlReader.Fault fault) {
        return switch (fault.kind()) {
            case UNREADABLE -> Problem.Kind.UNREADABLE;
            case DUPLICATE_KEY -> Problem.Kind.DUPLICATE_KEY;
            case AMBIGUOUS_SCALAR -> Problem.Kind.AMBIGUOUS_SCALAR;
        };
    }

    /** Adds what a document holds; gives how many empty lists it is or holds. */
    private static int addObjects(
            Node node, Rendering.RenderedFile file, List<Resource> resources, List<Problem> problems) {
        if (!(node instanceof MapNode map)) {
            problems.add(notAnObject(node, file, "The document is not a mapping, so it is no Kubernetes object"));
            return 0;
        }
        ResourceId id = idOf(map);
        if (id.apiVersion().isEmpty() || id.kind().isEmpty()) {
            String missing =
                    id.kind().isEmpty() ? (id.apiVersion().isEmpty() ? "apiVersion and kind" : "kind") : "apiVersion";
            problems.add(notAnObject(
                    node, file, "The document has no " + missing + " (as a string), so it is no Kubernetes object"));
            return 0;
        }
        Optional<ListNode> items = map.list("items");
        if (!id.kind().endsWith("List") || items.isEmpty()) {
            resources.add(new Resource(id, map, file.name(), file.origins()));
            return 0;
        }
        int emptyLists = items.get().items().isEmpty() ? 1 : 0;
        for (Node item : items.get().items()) {
            emptyLists += addObjects(item, file, resources, problems);
        }
        return emptyLists;
    }

    private static Problem notAnObject(Node node, Rendering.RenderedFile file, String message) {
        Place place = new Place(file.name(), node.mark().line(), node.mark().column());
        return new Problem(
                Problem.Kind.NOT_AN_OBJECT,
                ResourceId.none(),
                FieldPath.root(),
                message,
                new Location(place, Origins.of(file.origins(), Nodes.Extent.of(node.mark()))));
    }

    /** Reads one object for tests and tools; {@code file} names it in findings. */
    public static List<Resource> objects(String file, String text) {
        return new ManifestReader()
                .read(new Rendering(List.of(new Rendering.RenderedFile(file, text, OriginMap.none())), List.of()))
                .resources();
    }

    /** An object that comes from a program and stands in no file. */
    public static Resource object(MapNode root) {
        return new Resource(idOf(root), root, "", OriginMap.none());
    }

    private static ResourceId idOf(Node node) {
        if (!(node instanceof MapNode map)) {
            return ResourceId.none();
        }
        Optional<MapNode> metadata = map.map("metadata");
        return new ResourceId(
                map.string("apiVersion").orElse(""),
                map.string("kind").orElse(""),
                metadata.flatMap(m -> m.string("namespace")).orElse(""),
                metadata.flatMap(m -> m.string("name")).orElse(""));
    }
}
