package dev.auditflow.admission.review;

import dev.auditflow.yaml.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The request of an admission review.
 *
 * @param reviewVersion {@code admission.k8s.io/v1} or {@code v1beta1}: the answer has the same
 * @param uid names the request; the answer carries it
 * @param apiVersion of the object's kind, {@code group/version} or {@code version}
 * @param kind of the object, which for a subresource may be another than the resource's, such as Scale
 * @param resource plural name of the resource that is asked for
 * @param subResource for example {@code scale}; empty for the object itself
 * @param name empty when the server makes one up (generateName), and for a deletecollection
 * @param namespace empty for what is in none; the name itself for a Namespace
 * @param user name of who asks, empty if the review names nobody
 * @param object as it shall become; null for DELETE
 * @param oldObject as it is; null for CREATE and CONNECT
 * @param dryRun whether nothing will be stored
 * @param raw the whole request as it came
 */
public record AdmissionRequest(
        String reviewVersion,
        String uid,
        String apiVersion,
        String kind,
        String resource,
        String subResource,
        String name,
        String namespace,
        Operation operation,
        String user,
        @Nullable MapNode object,
        @Nullable MapNode oldObject,
        boolean dryRun,
        MapNode raw) {
    /** {@code Pod shop/web}, as messages name what is asked for. */
    public String subject() {
        String shown = name.isEmpty() ? "(no name yet)" : name;
        String part = subResource.isEmpty() ? "" : "/" + subResource;
        boolean own = namespace.isEmpty() || kind.equals("Namespace");
        return kind + part + " " + (own ? shown : namespace + "/" + shown);
    }
}
