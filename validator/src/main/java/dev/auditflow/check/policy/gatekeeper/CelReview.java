package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.schema.CelValues;
import dev.auditflow.yaml.MapNode;
import dev.cel.common.values.NullValue;
import java.util.HashMap;
import java.util.Map;

/** A review in the types of CEL, made once for all templates. */
final class CelReview {
    private final Map<String, Object> globals = new HashMap<>();
    private final Object anyObject;

    CelReview(Review review) {
        MapNode request = review.request();
        MapNode namespace = review.namespaceObject();
        Object object = request.get("object").map(CelValues::of).orElse(none());
        Object old = request.get("oldObject").map(CelValues::of).orElse(none());
        globals.put("object", object);
        globals.put("oldObject", old);
        globals.put("request", CelValues.of(request));
        globals.put("namespaceObject", namespace == null ? none() : CelValues.of(namespace));
        this.anyObject = review.isDelete() ? old : object;
    }

    /** What expressions see before a template adds its variables; the map is the caller's. */
    Map<String, Object> globals() {
        return new HashMap<>(globals);
    }

    /** The object, or the one that is deleted. */
    Object anyObject() {
        return anyObject;
    }

    /** CEL's null. */
    static Object none() {
        return NullValue.NULL_VALUE;
    }
}
