package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.schema.Quantities;
import dev.auditflow.diff.LiveFields;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.JsonTree;
import dev.auditflow.yaml.MapNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Objects as the cluster holds them, with the fields that manifests name. Reads, and changes nothing. */
public final class LiveState {
    private final Cluster cluster;
    private final String namespace;

    /** @param namespace of objects that name none */
    public LiveState(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /**
     * Looks at the objects of a release, those that an upgrade adds, keeps and removes.
     *
     * @param installed as they were applied; hooks among them are looked at as any other
     * @param rendered as they will be
     * @return those that are there
     */
    public List<Resource> objects(List<Resource> installed, List<Resource> rendered) throws DeployException {
        List<Resource> live = new ArrayList<>();
        for (Resource object : rendered) {
            List<Resource> manifests = new ArrayList<>(List.of(object));
            installed.stream().filter(old -> isSame(old, object)).forEach(manifests::add);
            look(object.id(), manifests).ifPresent(live::add);
        }
        for (Resource old : installed) {
            if (rendered.stream().noneMatch(object -> isSame(old, object))) {
                look(old.id(), List.of(old)).ifPresent(live::add);
            }
        }
        return live;
    }

    private boolean isSame(Resource one, Resource other) {
        return one.id().apiVersion().equals(other.id().apiVersion())
                && one.id().kind().equals(other.id().kind())
                && one.id().name().equals(other.id().name())
                && inside(one.id()).equals(inside(other.id()));
    }

    private String inside(ResourceId id) {
        return id.namespace().isEmpty() ? namespace : id.namespace();
    }

    private Optional<Resource> look(ResourceId id, List<Resource> manifests) throws DeployException {
        Optional<String> path = cluster.path(id.apiVersion(), id.kind(), inside(id), id.name());
        Optional<JsonNode> found = path.isEmpty() ? Optional.empty() : cluster.get(path.get());
        if (found.isEmpty() || !(found.get() instanceof ObjectNode object)) {
            return Optional.empty();
        }
        if (id.kind().equals("Secret") && id.apiVersion().equals("v1")) {
            inWords(object, manifests);
        }
        return ManifestReader.objects("cluster", JsonTree.write(object)).stream()
                .findFirst()
                // Named as the manifests name it, so that both are the same object: with a namespace only if they have
                // one.
                .map(live -> ManifestReader.object(
                        LiveFields.of(live, manifests, Quantities::same).root()));
    }

    /** The API server keeps what {@code stringData} says as {@code data}. */
    private static void inWords(ObjectNode secret, List<Resource> manifests) {
        for (MapNode.Entry entry : manifests.stream()
                .flatMap(manifest -> manifest.root().map("stringData").stream())
                .flatMap(map -> map.entries().stream())
                .toList()) {
            JsonNode value = secret.path("data").path(entry.key());
            if (value.isTextual()) {
                byte[] bytes = Base64.getDecoder().decode(value.textValue());
                secret.withObject("/stringData").put(entry.key(), new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }
}
