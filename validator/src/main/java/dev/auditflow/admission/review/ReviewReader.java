package dev.auditflow.admission.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.auditflow.yaml.JsonNodes;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of an admission review. */
public final class ReviewReader {
    private static final String GROUP = "admission.k8s.io/";
    private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1");

    private ReviewReader() {}

    /** The request in a body. @throws MalformedReview if there is none, in a sentence that quotes nothing of an object */
    public static AdmissionRequest read(byte[] body) throws MalformedReview {
        return request(tree(body));
    }

    /** The request of a review that was read already. @throws MalformedReview as {@link #read} */
    public static AdmissionRequest request(Node review) throws MalformedReview {
        if (!(review instanceof MapNode map)) {
            throw new MalformedReview("The body is no JSON object");
        }
        String version = text(map, "apiVersion");
        if (!VERSIONS.contains(version) || !text(map, "kind").equals("AdmissionReview")) {
            throw new MalformedReview(
                    "The body is no AdmissionReview of admission.k8s.io/v1 or admission.k8s.io/v1beta1");
        }
        MapNode request = map.map("request").orElseThrow(() -> new MalformedReview("The review has no request"));
        String uid = text(request, "uid");
        if (uid.isEmpty()) {
            throw new MalformedReview("The request has no uid, so no answer could name it");
        }
        Operation operation = operation(text(request, "operation"));
        MapNode kind = request.map("kind").orElseThrow(() -> new MalformedReview("The request names no kind"));
        MapNode object = object(request, "object");
        if (object == null && (operation == Operation.CREATE || operation == Operation.UPDATE)) {
            throw new MalformedReview("The request is a " + operation + " without an object");
        }
        return new AdmissionRequest(
                version,
                uid,
                apiVersion(kind),
                text(kind, "kind"),
                request.map("resource")
                        .map(resource -> text(resource, "resource"))
                        .orElse(""),
                text(request, "subResource"),
                text(request, "name"),
                text(request, "namespace"),
                operation,
                request.map("userInfo").map(user -> text(user, "username")).orElse(""),
                object,
                object(request, "oldObject"),
                isTrue(request, "dryRun"),
                request);
    }

    private static Node tree(byte[] body) throws MalformedReview {
        try {
            return JsonNodes.read(body);
        } catch (JsonProcessingException e) {
            // The parser's own words may quote the object, which may be a Secret.
            String where = e.getLocation() == null
                    ? ""
                    : " at line %d, column %d"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw new MalformedReview(
                    "The body cannot be read as JSON%s: it ends early, sets a key twice, is nested more than %d deep, or is no UTF-8"
                            .formatted(where, JsonNodes.MAX_DEPTH));
        }
    }

    private static Operation operation(String word) throws MalformedReview {
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.name().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new MalformedReview("The request's operation is none of CREATE, UPDATE, DELETE and CONNECT"));
    }

    private static String apiVersion(MapNode kind) {
        String group = text(kind, "group");
        String version = text(kind, "version");
        return group.isEmpty() ? version : group + "/" + version;
    }

    private static @Nullable MapNode object(MapNode request, String key) throws MalformedReview {
        Node node = request.get(key).orElse(null);
        if (node == null || (node instanceof ScalarNode scalar && scalar.isNull())) {
            return null;
        }
        if (node instanceof MapNode object) {
            return object;
        }
        throw new MalformedReview("The request's " + key + " is no object");
    }

    private static String text(MapNode map, String key) {
        return map.string(key).orElse("");
    }

    private static boolean isTrue(MapNode map, String key) {
        return map.get(key)
                .filter(node -> node instanceof ScalarNode scalar
                        && scalar.kind() == ScalarNode.Kind.BOOLEAN
                        && scalar.text().equals("true"))
                .isPresent();
    }
}
