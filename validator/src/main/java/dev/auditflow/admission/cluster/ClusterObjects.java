package dev.auditflow.admission.cluster;

import dev.auditflow.admission.audit.ApiServer;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.Inventory;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.check.policy.gatekeeper.SyncConfig;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.ScalarNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What constraints may ask of a cluster: the labels of namespaces, and the objects of those kinds that Gatekeeper's
 * {@code Config} and {@code SyncSet} name. All of it is watched, so a review asks the server only about a namespace that is
 * too new to be known. The objects are bounded: above the bound, constraints that look them up give no answer.
 */
public final class ClusterObjects implements Surroundings, AutoCloseable {
    /** Bytes of JSON that may be looked up; each evaluation's memory holds all of it. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final Logger LOG = Logger.getLogger(ClusterObjects.class.getName());
    private static final SyncConfig.Kind NAMESPACES = new SyncConfig.Kind("", "v1", "Namespace");
    private static final List<String> CONFIGURATIONS = List.of(SyncConfig.CONFIG_GROUP, SyncConfig.SYNC_SET_GROUP);

    /** So long one inventory serves: making one costs as much as a hundred reviews. */
    private static final Duration LIFE = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final ApiServer server;
    private final WatchedKind namespaces;
    private final Map<SyncConfig.Kind, WatchedKind> watched = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final Thread thread;
    private volatile SyncConfig config = SyncConfig.none();
    private volatile @Nullable Made made;
    private volatile String trouble = "";

    /** An inventory, what it was made of, and when. */
    private record Made(Inventory inventory, long version, long nanos) {}

    private ClusterObjects(KubernetesClient client, Duration pause) throws ApiServer.Refused {
        this.client = client;
        this.server = new ApiServer(client);
        this.namespaces = watch(NAMESPACES)
                .orElseThrow(() -> new ApiServer.Refused("The API server has no namespaces to list", 0));
        this.thread = Thread.ofPlatform().daemon().name("gatekeeper-config").unstarted(() -> refresh(pause));
    }

    /**
     * Reads what there is and watches it.
     *
     * @param client with the rights to list and watch; it is closed at the end
     * @param pause between two looks at Gatekeeper's configuration
     * @throws ApiServer.Refused if the server does not say
     */
    public static ClusterObjects start(KubernetesClient client, Duration pause) throws ApiServer.Refused {
        ClusterObjects objects = new ClusterObjects(client, pause);
        objects.refresh();
        objects.thread.start();
        return objects;
    }

    @Override
    public Optional<Inventory> inventory() throws Unknown {
        Set<SyncConfig.Kind> kinds = config.kinds();
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        long bytes = 0;
        for (WatchedKind kind : watched.values()) {
            bytes += kind.bytes();
        }
        if (bytes > MAX_BYTES) {
            throw new Unknown("the objects that Gatekeeper's Config names are %,d bytes, and %,d are the most that are"
                            .formatted(bytes, MAX_BYTES)
                    + " looked up; name fewer kinds, or leave namespaces out");
        }
        for (Map.Entry<SyncConfig.Kind, WatchedKind> kind : watched.entrySet()) {
            if (!kind.getValue().isKnown()) {
                throw new Unknown("the objects of the kind %s are not known yet"
                        .formatted(kind.getKey().kind()));
            }
        }
        return Optional.of(made());
    }

    private Inventory made() {
        Made now = made;
        return now != null && isFresh(now) ? now.inventory() : make();
    }

    private boolean isFresh(Made some) {
        return some.version() == version.get() || System.nanoTime() - some.nanos() < LIFE.toNanos();
    }

    private synchronized Inventory make() {
        Made now = made;
        if (now != null && isFresh(now)) {
            return now.inventory();
        }
        long of = version.get();
        List<MapNode> objects = new ArrayList<>();
        for (WatchedKind kind : watched.values()) {
            kind.objects().stream()
                    .filter(object -> config.isSynced(namespace(object)))
                    .forEach(objects::add);
        }
        Inventory inventory = Inventory.of(objects);
        made = new Made(inventory, of, System.nanoTime());
        return inventory;
    }

    private static String namespace(MapNode object) {
        return object.map("metadata")
                .flatMap(metadata -> metadata.string("namespace"))
                .orElse("");
    }

    @Override
    public Optional<MapNode> namespace(String name) {
        Optional<MapNode> known = namespaces.object(name);
        if (known.isPresent()) {
            return known;
        }
        try {
            return server.get("/api/v1/namespaces/" + name);
        } catch (ApiServer.Refused e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean knowsNamespaces() {
        return true;
    }

    @Override
    public boolean isExempt(String namespace, EnforcementPoint point) {
        return config.isExempt(namespace, point);
    }

    /** Whether all is known and watched. */
    public boolean isCurrent() {
        return trouble.isEmpty()
                && namespaces.isWatching()
                && watched.values().stream().allMatch(WatchedKind::isWatching);
    }

    /** How it stands, in a sentence. */
    public String sentence() {
        String good = "%d namespaces, %d objects of %d kinds to look up"
                .formatted(
                        namespaces.objects().size(),
                        watched.values().stream()
                                .mapToInt(kind -> kind.objects().size())
                                .sum(),
                        watched.size());
        return isCurrent() ? good : good + "; changes are not heard of: " + (trouble.isEmpty() ? "no watch" : trouble);
    }

    private void refresh(Duration pause) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(pause);
                refresh();
            } catch (InterruptedException e) {
                return;
            } catch (ApiServer.Refused e) {
                noteTrouble(String.valueOf(e.getMessage()));
            }
        }
    }

    private void noteTrouble(String now) {
        if (!now.equals(trouble)) {
            LOG.log(Level.WARNING, "What Gatekeeper''s Config names stays as it was: {0}", now);
        }
        trouble = now;
    }

    /** Reads the configuration, and watches what it names and nothing else. */
    private void refresh() throws ApiServer.Refused {
        List<MapNode> objects = new ArrayList<>();
        for (String group : CONFIGURATIONS) {
            Optional<String> preferred = server.get("/apis/" + group)
                    .flatMap(found -> found.map("preferredVersion"))
                    .flatMap(found -> found.string("groupVersion"));
            if (preferred.isPresent()) {
                String plural = group.equals(SyncConfig.CONFIG_GROUP) ? "configs" : "syncsets";
                objects.addAll(ClusterConstraints.maps(server.get("/apis/" + preferred.get() + "/" + plural), "items"));
            }
        }
        SyncConfig said = SyncConfig.of(objects);
        Set<SyncConfig.Kind> gone = new HashSet<>(watched.keySet());
        gone.removeAll(said.kinds());
        for (SyncConfig.Kind kind : said.kinds()) {
            if (!watched.containsKey(kind)) {
                Optional<WatchedKind> found = watch(kind);
                found.ifPresent(objectsOfIt -> watched.put(kind, objectsOfIt));
            }
        }
        for (SyncConfig.Kind kind : gone) {
            WatchedKind old = watched.remove(kind);
            if (old != null) {
                old.close();
            }
        }
        if (!said.equals(config)) {
            config = said;
            version.incrementAndGet();
            made = null;
        }
        trouble = "";
    }

    /** Watches a kind; empty if the server does not have it, so that there are no objects of it. */
    private Optional<WatchedKind> watch(SyncConfig.Kind kind) throws ApiServer.Refused {
        String path = (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
        for (MapNode resource : ClusterConstraints.maps(server.get(path), "resources")) {
            String name = resource.string("name").orElse("");
            if (!name.contains("/") && resource.string("kind").orElse("").equals(kind.kind())) {
                boolean namespaced = resource.get("namespaced")
                        .filter(node -> node instanceof ScalarNode scalar
                                && scalar.text().equals("true"))
                        .isPresent();
                try {
                    return Optional.of(new WatchedKind(client, kind, name, namespaced, version::incrementAndGet));
                } catch (KubernetesClientException e) {
                    throw new ApiServer.Refused(
                            "Cannot watch %s/%s: %s".formatted(path, name, ApiServer.reason(e)), e.getCode());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        thread.interrupt();
        namespaces.close();
        watched.values().forEach(WatchedKind::close);
        client.close();
    }
}
