package dev.auditflow.config;

import dev.auditflow.yaml.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What environments may say besides their values. */
final class Environments {
    private Environments() {}

    /** Reads one key of an environment. */
    interface Reader<T> {
        T read(String environment, Node node) throws ConfigException;
    }

    /** By environment; those without the key are left out. */
    static <T> Map<String, T> each(Map<String, Fields> environments, String key, Reader<T> reader)
            throws ConfigException {
        Map<String, T> read = new LinkedHashMap<>();
        for (Map.Entry<String, Fields> environment : environments.entrySet()) {
            Optional<Node> node = environment.getValue().node(key);
            if (node.isPresent()) {
                read.put(environment.getKey(), reader.read(environment.getKey(), node.get()));
            }
        }
        return read;
    }
}
