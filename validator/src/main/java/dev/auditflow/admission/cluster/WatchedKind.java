package dev.auditflow.admission.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.auditflow.check.policy.gatekeeper.SyncConfig;
import dev.auditflow.yaml.JsonNodes;
import dev.auditflow.yaml.MapNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** All objects of one kind, kept up to date by a watch. Safe for many threads. */
final class WatchedKind implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {
    private static final long PAGE = 500;

    private final Map<String, Kept> objects = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Runnable changed;
    private final SharedIndexInformer<GenericKubernetesResource> informer;

    /** An object, and how long it is as JSON. */
    private record Kept(MapNode object, int bytes) {}

    /**
     * Reads all objects and watches them from then on.
     *
     * @param plural name of the resource in paths
     * @param changed told of each change, by any thread
     * @throws KubernetesClientException if they cannot be read
     */
    WatchedKind(KubernetesClient client, SyncConfig.Kind kind, String plural, boolean namespaced, Runnable changed) {
        this.changed = changed;
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withKind(kind.kind())
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
        var resources = client.genericKubernetesResources(context);
        this.informer = (namespaced ? resources.inAnyNamespace().withLimit(PAGE) : resources.withLimit(PAGE))
                .runnableInformer(0);
        informer.addEventHandler(this);
        informer.run();
    }

    /** Whether all are known. */
    boolean isKnown() {
        return informer.hasSynced();
    }

    /** Whether changes are heard of at the moment. */
    boolean isWatching() {
        return informer.isWatching();
    }

    /** All objects. */
    Collection<MapNode> objects() {
        return objects.values().stream().map(Kept::object).toList();
    }

    /** An object that is in no namespace. */
    Optional<MapNode> object(String name) {
        return Optional.ofNullable(objects.get("/" + name)).map(Kept::object);
    }

    /** How many bytes of JSON the objects are. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void onAdd(GenericKubernetesResource object) {
        // Who wrote which field is half of most objects, and no policy asks for it.
        object.getMetadata().setManagedFields(null);
        byte[] json = Serialization.asJson(object).getBytes(StandardCharsets.UTF_8);
        try {
            if (JsonNodes.read(json) instanceof MapNode node) {
                put(key(object), new Kept(node, json.length));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the client wrote no JSON", e);
        }
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
        onAdd(after);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean isFinalStateUnknown) {
        Kept gone = objects.remove(key(object));
        if (gone != null) {
            bytes.addAndGet(-gone.bytes());
            changed.run();
        }
    }

    private void put(String key, Kept kept) {
        Kept before = objects.put(key, kept);
        bytes.addAndGet(kept.bytes() - (before == null ? 0 : before.bytes()));
        changed.run();
    }

    private static String key(GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        return (namespace == null ? "" : namespace) + "/" + object.getMetadata().getName();
    }

    @Override
    public void close() {
        informer.close();
    }
}
