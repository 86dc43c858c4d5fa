package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ledger of one release in one environment, in ConfigMaps beside it: rows by their number. When one is full the next
 * begins; the chain goes on.
 */
public final class Ledger {
    private static final int FULL = 900 * 1024;
    private static final int TRIES = 20;

    private final Cluster cluster;
    private final String namespace;
    private final String release;

    public Ledger(Cluster cluster, String namespace, String release) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.release = release;
    }

    private record Parts(List<ObjectNode> maps, List<String> lines) {}

    /** The rows, as lines of JSON. */
    public List<String> lines() throws DeployException {
        return parts().lines();
    }

    /** The rows, each held against the one before. @throws DeployException if the chain is broken */
    public LedgerChain chain() throws DeployException {
        return chain(lines());
    }

    private LedgerChain chain(List<String> lines) throws DeployException {
        try {
            return LedgerChain.read(lines);
        } catch (LedgerChain.Broken e) {
            throw DeployException.refused("The ledger of %s is broken, so nothing in it can be believed. %s"
                    .formatted(release, e.sentence()));
        }
    }

    /** Adds an entry, unless the same run wrote it already. */
    void append(LedgerEntry entry) throws DeployException {
        for (int i = 0; i < TRIES; i++) {
            Parts parts = parts();
            LedgerChain chain = chain(parts.lines());
            boolean there = chain.entries().stream()
                    .anyMatch(one ->
                            one.plan().equals(entry.plan()) && one.action().equals(entry.action()));
            if (there || write(parts, chain.next(entry))) {
                return;
            }
        }
        throw DeployException.inconclusive(
                "The ledger of %s is written by somebody else all the time".formatted(release));
    }

    private boolean write(Parts parts, String line) throws DeployException {
        String key = "%08d".formatted(parts.lines().size() + 1);
        Optional<ObjectNode> last = parts.maps().isEmpty()
                ? Optional.empty()
                : Optional.of(parts.maps().getLast());
        try {
            if (last.isEmpty() || last.get().path("data").toString().length() + line.length() > FULL) {
                ObjectNode map = JsonNodeFactory.instance.objectNode();
                map.put("apiVersion", "v1").put("kind", "ConfigMap");
                map.putObject("metadata")
                        .put("name", name(parts.maps().size() + 1))
                        .put("namespace", namespace);
                map.putObject("data").put(key, line);
                cluster.create("/api/v1/namespaces/%s/configmaps".formatted(namespace), map);
            } else {
                last.get().withObject("/data").put(key, line);
                cluster.replace(path(parts.maps().size()), last.get());
            }
            return true;
        } catch (Cluster.Conflict e) {
            return false;
        }
    }

    private Parts parts() throws DeployException {
        List<ObjectNode> maps = new ArrayList<>();
        TreeMap<String, String> rows = new TreeMap<>();
        Optional<JsonNode> map = cluster.get(path(1));
        while (map.isPresent()) {
            maps.add((ObjectNode) map.get());
            map.get()
                    .path("data")
                    .properties()
                    .forEach(row -> rows.put(row.getKey(), row.getValue().asText("")));
            map = cluster.get(path(maps.size() + 1));
        }
        return new Parts(maps, List.copyOf(rows.values()));
    }

    private String name(int part) {
        return "auditflow-ledger." + release + (part == 1 ? "" : "." + part);
    }

    private String path(int part) {
        return "/api/v1/namespaces/%s/configmaps/%s".formatted(namespace, name(part));
    }
}
