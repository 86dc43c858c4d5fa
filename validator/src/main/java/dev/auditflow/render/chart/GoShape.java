package dev.auditflow.render.chart;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Go type that Helm decodes a document into. What does not fit is said as Go says it; keys count in their order, as
 * Helm decodes JSON with sorted keys, and in any case.
 *
 * @param name Go's name of the type
 * @param item of a list or a map
 * @param fields of a struct by their names in lower case
 */
record GoShape(String name, Kind kind, @Nullable GoShape item, Map<String, Field> fields) {
    /** What can be decoded into a type. */
    enum Kind {
        TEXT,
        FLAG,
        ANYTHING,
        LIST,
        MAP,
        STRUCT
    }

    /** A field of a struct with its name in JSON. */
    record Field(String name, GoShape shape) {}

    /** A value that does not fit. */
    static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Mark mark;

        Misfit(String message, Mark mark) {
            super("error unmarshaling JSON: while decoding JSON: " + message, null, false, false);
            this.mark = mark;
        }

        Mark mark() {
            return mark;
        }
    }

    private static final GoShape TEXT = new GoShape("string", Kind.TEXT, null, Map.of());
    private static final GoShape FLAG = new GoShape("bool", Kind.FLAG, null, Map.of());
    private static final GoShape ANYTHING = new GoShape("interface {}", Kind.ANYTHING, null, Map.of());
    private static final GoShape TEXTS = list("[]string", TEXT);
    private static final GoShape TABLE = new GoShape("map[string]string", Kind.MAP, TEXT, Map.of());
    private static final GoShape MAINTAINER = struct(
            "chart.Maintainer", List.of(new Field("name", TEXT), new Field("email", TEXT), new Field("url", TEXT)));
    private static final GoShape DEPENDENCY = struct(
            "chart.Dependency",
            List.of(
                    new Field("name", TEXT),
                    new Field("version", TEXT),
                    new Field("repository", TEXT),
                    new Field("condition", TEXT),
                    new Field("tags", TEXTS),
                    new Field("enabled", FLAG),
                    new Field("import-values", list("[]interface {}", ANYTHING)),
                    new Field("alias", TEXT)));
    private static final Field DEPENDENCIES = new Field("dependencies", list("[]*chart.Dependency", DEPENDENCY));

    /** Chart.yaml. */
    static final GoShape METADATA = struct(
            "chart.Metadata",
            List.of(
                    new Field("name", TEXT),
                    new Field("home", TEXT),
                    new Field("sources", TEXTS),
                    new Field("version", TEXT),
                    new Field("description", TEXT),
                    new Field("keywords", TEXTS),
                    new Field("maintainers", list("[]*chart.Maintainer", MAINTAINER)),
                    new Field("icon", TEXT),
                    new Field("apiVersion", TEXT),
                    new Field("condition", TEXT),
                    new Field("tags", TEXT),
                    new Field("appVersion", TEXT),
                    new Field("deprecated", FLAG),
                    new Field("annotations", TABLE),
                    new Field("kubeVersion", TEXT),
                    DEPENDENCIES,
                    new Field("type", TEXT)));

    /** Chart.lock. */
    static final GoShape LOCK =
            struct("chart.Lock", List.of(new Field("generated", ANYTHING), new Field("digest", TEXT), DEPENDENCIES));

    /** What Helm reads of a rendered document. */
    static final GoShape HEAD = struct(
            "releaseutil.SimpleHead",
            List.of(
                    new Field("apiVersion", TEXT),
                    new Field("kind", TEXT),
                    new Field(
                            "metadata",
                            struct(
                                    "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string"
                                            + " \"json:\\\"annotations\\\"\" }",
                                    List.of(new Field("name", TEXT), new Field("annotations", TABLE))))));

    private static GoShape list(String name, GoShape item) {
        return new GoShape(name, Kind.LIST, item, Map.of());
    }

    private static GoShape struct(String name, List<Field> fields) {
        Map<String, Field> byName = fields.stream()
                .collect(Collectors.toUnmodifiableMap(field -> field.name().toLowerCase(Locale.ROOT), field -> field));
        return new GoShape(name, Kind.STRUCT, null, byName);
    }

    /** @throws Misfit for the first value that does not fit */
    void check(@Nullable Node document) throws Misfit {
        if (document != null) {
            check(document, "", "");
        }
    }

    /** The entries of a mapping in the order in which Go decodes them. */
    static List<MapNode.Entry> sorted(MapNode map) {
        return map.entries().stream()
                .sorted((a, b) -> Order.CODE_POINTS.compare(a.key(), b.key()))
                .toList();
    }

    private void check(Node node, String struct, String path) throws Misfit {
        boolean none = node instanceof ScalarNode scalar && scalar.isNull();
        boolean fits = switch (kind) {
            case ANYTHING -> true;
            case TEXT -> node instanceof ScalarNode;
            case FLAG -> node instanceof ScalarNode scalar && scalar.kind() == ScalarNode.Kind.BOOLEAN;
            case LIST -> node instanceof ListNode;
            case MAP, STRUCT -> node instanceof MapNode;
        };
        if (none || kind == Kind.ANYTHING) {
            return;
        }
        if (!fits) {
            String into = path.isEmpty() ? "value" : "struct field " + struct + "." + path;
            throw new Misfit(
                    "json: cannot unmarshal %s into Go %s of type %s".formatted(word(node), into, name), node.mark());
        }
        inside(node, struct, path);
    }

    private void inside(Node node, String struct, String path) throws Misfit {
        if (node instanceof ListNode list && item != null) {
            for (Node one : list.items()) {
                item.check(one, struct, path);
            }
        } else if (node instanceof MapNode map) {
            String inner = name.startsWith("struct ") ? "" : name.substring(name.lastIndexOf('.') + 1);
            for (MapNode.Entry entry : sorted(map)) {
                Field field = fields.get(entry.key().toLowerCase(Locale.ROOT));
                if (item != null) {
                    item.check(entry.value(), struct, path);
                } else if (field != null) {
                    String below = path.isEmpty() ? field.name() : path + "." + field.name();
                    field.shape().check(entry.value(), inner, below);
                }
            }
        }
    }

    private static String word(Node node) {
        return switch (node) {
            case MapNode _ -> "object";
            case ListNode _ -> "array";
            case ScalarNode scalar ->
                switch (scalar.kind()) {
                    case STRING -> "string";
                    case BOOLEAN -> "bool";
                    default -> "number";
                };
        };
    }
}
