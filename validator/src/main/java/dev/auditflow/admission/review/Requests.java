package dev.auditflow.admission.review;

import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FaultKind;
import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requests out of text that a person has: manifests, as if they were created, and recorded reviews. */
public final class Requests {
    private static final Mark NOWHERE = new Mark(0, 0, 0, 0);

    /** Built-in kinds that are in no namespace, and so must not be given one. */
    private static final Set<String> CLUSTER_SCOPED = Set.of(
            "APIService",
            "CertificateSigningRequest",
            "ClusterRole",
            "ClusterRoleBinding",
            "CSIDriver",
            "CSINode",
            "CustomResourceDefinition",
            "DeviceClass",
            "FlowSchema",
            "IngressClass",
            "IPAddress",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "MutatingWebhookConfiguration",
            "Namespace",
            "Node",
            "PersistentVolume",
            "PriorityClass",
            "PriorityLevelConfiguration",
            "ResourceSlice",
            "RuntimeClass",
            "ServiceCIDR",
            "StorageClass",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionPolicyBinding",
            "ValidatingWebhookConfiguration",
            "VolumeAttachment");

    private Requests() {}

    /**
     * A request for each object or review of a text.
     *
     * @param namespace of objects that name none
     * @throws MalformedReview if the text is no YAML, or holds what is no object
     */
    public static List<AdmissionRequest> of(String text, String namespace) throws MalformedReview {
        YamlReader.Parsed parsed = YamlReader.read(text);
        for (YamlReader.Fault fault : parsed.faults()) {
            if (fault.kind() != FaultKind.AMBIGUOUS_SCALAR) {
                throw new MalformedReview("line %d: %s".formatted(fault.mark().line(), fault.message()));
            }
        }
        List<AdmissionRequest> requests = new ArrayList<>();
        for (Node document : parsed.documents()) {
            add(document, namespace, requests);
        }
        return requests;
    }

    private static void add(Node document, String namespace, List<AdmissionRequest> requests) throws MalformedReview {
        if (document instanceof ScalarNode scalar && scalar.isNull()) {
            return;
        }
        if (!(document instanceof MapNode object)
                || object.string("kind").isEmpty()
                || object.string("apiVersion").isEmpty()) {
            throw new MalformedReview("line %d: this is no object with apiVersion and kind"
                    .formatted(document.mark().line()));
        }
        String kind = object.string("kind").get();
        if (kind.equals("AdmissionReview")) {
            requests.add(ReviewReader.request(object));
        } else if (kind.endsWith("List") && object.list("items").isPresent()) {
            for (Node item : object.list("items").map(ListNode::items).orElse(List.of())) {
                add(item, namespace, requests);
            }
        } else {
            requests.add(creation(object, namespace));
        }
    }

    /**
     * A request to create an object.
     *
     * @param namespace for an object that names none
     */
    public static AdmissionRequest creation(MapNode object, String namespace) {
        String kind = object.string("kind").orElse("");
        ResourceId id = new ResourceId(object.string("apiVersion").orElse(""), kind, "", "");
        MapNode metadata = object.map("metadata").orElse(new MapNode(List.of(), NOWHERE));
        String name = metadata.string("name").orElse("");
        String own = metadata.string("namespace").orElse("");
        String where =
                kind.equals("Namespace") ? name : own.isEmpty() && !CLUSTER_SCOPED.contains(kind) ? namespace : own;
        return new AdmissionRequest(
                "admission.k8s.io/v1",
                "offline",
                id.apiVersion(),
                kind,
                "",
                "",
                name,
                where,
                Operation.CREATE,
                "",
                kind.equals("Namespace") ? object : placed(object, metadata, own, where),
                null,
                false,
                raw(id, name, where, object));
    }

    /** The review that an API server would send with a request. */
    public static MapNode review(AdmissionRequest request) {
        MapNode review = with(new MapNode(List.of(), NOWHERE), "apiVersion", text(request.reviewVersion()));
        return with(with(review, "kind", text("AdmissionReview")), "request", request.raw());
    }

    /** The API server puts the namespace into what names none. */
    private static MapNode placed(MapNode object, MapNode metadata, String own, String namespace) {
        if (namespace.isEmpty() || namespace.equals(own)) {
            return object;
        }
        MapNode with = with(metadata, "namespace", text(namespace));
        return with(object, "metadata", with);
    }

    private static MapNode with(MapNode map, String key, Node value) {
        List<MapNode.Entry> entries = new ArrayList<>(
                map.entries().stream().filter(entry -> !entry.key().equals(key)).toList());
        entries.add(new MapNode.Entry(key, NOWHERE, value));
        return new MapNode(entries, map.mark());
    }

    private static MapNode raw(ResourceId id, String name, String namespace, MapNode object) {
        MapNode request = new MapNode(List.of(), NOWHERE);
        MapNode kind = with(
                with(with(request, "group", text(id.group())), "version", text(id.version())), "kind", text(id.kind()));
        request = with(with(request, "uid", text("offline")), "kind", kind);
        request = with(with(request, "name", text(name)), "namespace", text(namespace));
        request = with(request, "operation", text(Operation.CREATE.name()));
        request = with(request, "userInfo", new MapNode(List.of(), NOWHERE));
        return with(request, "object", object);
    }

    private static ScalarNode text(String text) {
        return new ScalarNode(ScalarNode.Kind.STRING, text, false, text, NOWHERE);
    }
}
