package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.deploy.rows.LedgerRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A ledger in ConfigMaps beside its release: rows by their number. When one is full the next begins; the chain goes on. */
final class ConfigMapRows implements LedgerRows {
    private static final int FULL = 900 * 1024;

    private final Cluster cluster;
    private final String namespace;
    private final String release;

    ConfigMapRows(Cluster cluster, String namespace, String release) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.release = release;
    }

    private record Parts(List<ObjectNode> maps, List<String> lines) {}

    @Override
    public List<String> lines() throws Unavailable {
        return parts().lines();
    }

    @Override
    public boolean append(int seen, String line) throws Unavailable {
        Parts parts = parts();
        return parts.lines().size() == seen && write(parts, line);
    }

    private boolean write(Parts parts, String line) throws Unavailable {
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
        } catch (DeployException e) {
            throw new Unavailable(e);
        }
    }

    private Parts parts() throws Unavailable {
        List<ObjectNode> maps = new ArrayList<>();
        TreeMap<String, String> rows = new TreeMap<>();
        Optional<JsonNode> map = get(path(1));
        while (map.isPresent()) {
            maps.add((ObjectNode) map.get());
            map.get()
                    .path("data")
                    .properties()
                    .forEach(row -> rows.put(row.getKey(), row.getValue().asText("")));
            map = get(path(maps.size() + 1));
        }
        return new Parts(maps, List.copyOf(rows.values()));
    }

    private Optional<JsonNode> get(String path) throws Unavailable {
        try {
            return cluster.get(path);
        } catch (DeployException e) {
            throw new Unavailable(e);
        }
    }

    private String name(int part) {
        return "auditflow-ledger." + release + (part == 1 ? "" : "." + part);
    }

    private String path(int part) {
        return "/api/v1/namespaces/%s/configmaps/%s".formatted(namespace, name(part));
    }
}
