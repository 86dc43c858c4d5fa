package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to admit an object, as templates see it in {@code input.review}: Kubernetes' AdmissionRequest (v1) with all
 * fields that Gatekeeper always writes, and the object's namespace.
 */
public final class Review {
    static final Mark NOWHERE = new Mark(1, 1, 0, 0);
    private static final Node NULL = new ScalarNode(ScalarNode.Kind.NULL, "null", true, "null", NOWHERE);

    /** Fields of a request in Gatekeeper's order; those without a value here are left out when a request has none. */
    private static final List<Map.Entry<String, Optional<Node>>> FIELDS = List.of(
            Map.entry("uid", Optional.of(text(""))),
            Map.entry("kind", Optional.of(strings(Map.of("group", "", "version", "", "kind", "")))),
            Map.entry("resource", Optional.of(strings(Map.of("group", "", "version", "", "resource", "")))),
            Map.entry("subResource", Optional.empty()),
            Map.entry("requestKind", Optional.empty()),
            Map.entry("requestResource", Optional.empty()),
            Map.entry("requestSubResource", Optional.empty()),
            Map.entry("name", Optional.empty()),
            Map.entry("namespace", Optional.empty()),
            Map.entry("operation", Optional.of(text(""))),
            Map.entry("userInfo", Optional.of(new MapNode(List.of(), NOWHERE))),
            Map.entry("object", Optional.of(NULL)),
            Map.entry("oldObject", Optional.of(NULL)),
            Map.entry("dryRun", Optional.empty()),
            Map.entry("options", Optional.of(NULL)));

    private final MapNode request;
    private final @Nullable MapNode namespaceObject;

    private Review(MapNode request, @Nullable MapNode namespaceObject) {
        this.request = request;
        this.namespaceObject = namespaceObject;
    }

    /**
     * An object that is about to be created.
     *
     * @param operation {@code CREATE}, or empty where nobody says what happens to it, as in Gatekeeper's suites
     */
    public static Review of(MapNode object, String operation) {
        Reviewed named = Reviewed.of(object);
        Map<String, String> kind = new LinkedHashMap<>();
        kind.put("group", named.group());
        kind.put("version", named.version());
        kind.put("kind", named.kind());
        Map<String, Node> given = new LinkedHashMap<>();
        given.put("kind", strings(kind));
        given.put("operation", text(operation));
        given.put("object", object);
        if (!named.name().isEmpty()) {
            given.put("name", text(named.name()));
        }
        if (!named.namespace().isEmpty()) {
            given.put("namespace", text(named.namespace()));
        }
        return new Review(filled(node(given)), null);
    }

    /**
     * The request of an AdmissionReview. On DELETE the object that is there is the object, as Gatekeeper has it.
     *
     * @throws IllegalArgumentException with a sentence, if there is no object to look at
     */
    public static Review ofRequest(MapNode request) {
        Optional<MapNode> object = request.map("object");
        Optional<MapNode> old = request.map("oldObject");
        boolean delete = request.string("operation").filter("DELETE"::equals).isPresent();
        if (delete && old.isEmpty()) {
            throw new IllegalArgumentException("A request to delete needs the object that is there as oldObject");
        }
        if (object.isEmpty() && old.isEmpty()) {
            throw new IllegalArgumentException("The request has neither an object nor an oldObject to look at");
        }
        for (MapNode one : java.util.stream.Stream.of(object, old)
                .flatMap(Optional::stream)
                .toList()) {
            if (one.string("kind").isEmpty()) {
                throw new IllegalArgumentException("An object of the request has no kind");
            }
        }
        MapNode filled = filled(request);
        return new Review(delete ? with(filled, "object", old.orElseThrow()) : filled, null);
    }

    /** A request as if it were about another object, which need not be complete where nothing was asked for. */
    public static Review ofRequest(MapNode request, MapNode object) {
        MapNode asked = request.string("operation").filter("DELETE"::equals).isPresent()
                ? with(request, "oldObject", object)
                : request;
        return ofRequest(with(asked, "object", object));
    }

    /** The same request with the Namespace object that its object lies in. */
    public Review in(MapNode namespace) {
        return new Review(request, namespace);
    }

    /** The value of {@code input.review}. */
    MapNode document() {
        Node namespace = namespaceObject == null ? NULL : namespaceObject;
        return with(request, "namespaceObject", namespace);
    }

    /** The request with the object as Kubernetes' own policies see it: none on DELETE. */
    MapNode request() {
        return isDelete() ? with(request, "object", NULL) : request;
    }

    boolean isDelete() {
        return operation().equals("DELETE");
    }

    String operation() {
        return request.string("operation").orElse("");
    }

    /** The object and the one that it replaces, as far as there are. */
    List<Reviewed> objects() {
        List<Reviewed> objects = new ArrayList<>();
        request.map("object").map(Reviewed::of).ifPresent(objects::add);
        request.map("oldObject").map(Reviewed::of).ifPresent(objects::add);
        return objects;
    }

    /** The namespace that the request names, empty if none. */
    String namespace() {
        return request.string("namespace").orElse("");
    }

    /** The Namespace object; null if it is not known. */
    @Nullable
    MapNode namespaceObject() {
        return namespaceObject;
    }

    private static MapNode filled(MapNode given) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (Map.Entry<String, Optional<Node>> field : FIELDS) {
            given.get(field.getKey())
                    .filter(value -> !(value instanceof ScalarNode s && s.isNull()))
                    .map(value -> whole(value, field.getValue()))
                    .or(field::getValue)
                    .ifPresent(value -> fields.put(field.getKey(), value));
        }
        return node(fields);
    }

    /** A struct is written with all of its fields. */
    private static Node whole(Node given, Optional<Node> zero) {
        if (!(given instanceof MapNode map) || !(zero.orElse(NULL) instanceof MapNode fields)) {
            return given;
        }
        MapNode result = map;
        for (MapNode.Entry entry : fields.entries()) {
            result = map.get(entry.key()).isPresent() ? result : with(result, entry.key(), entry.value());
        }
        return result;
    }

    private static MapNode with(MapNode map, String key, Node value) {
        Map<String, Node> fields = new LinkedHashMap<>();
        map.entries().forEach(entry -> fields.put(entry.key(), entry.value()));
        fields.put(key, value);
        return node(fields);
    }

    private static MapNode strings(Map<String, String> values) {
        Map<String, Node> fields = new LinkedHashMap<>();
        values.forEach((key, value) -> fields.put(key, text(value)));
        return node(fields);
    }

    private static MapNode node(Map<String, Node> fields) {
        return new MapNode(
                fields.entrySet().stream()
                        .map(field -> new MapNode.Entry(field.getKey(), NOWHERE, field.getValue()))
                        .toList(),
                NOWHERE);
    }

    static Node text(String text) {
        return new ScalarNode(ScalarNode.Kind.STRING, text, false, text, NOWHERE);
    }
}
