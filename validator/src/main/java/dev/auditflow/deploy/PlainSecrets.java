package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets that were decrypted in memory, to be put beside a release before it is upgraded. What is in them goes to the API server
 * and nowhere else.
 */
public final class PlainSecrets {
    private static final Set<String> FIELDS =
            Set.of("apiVersion", "kind", "metadata", "type", "data", "stringData", "immutable");

    private final List<ObjectNode> secrets;

    private PlainSecrets(List<ObjectNode> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** No Secret. */
    public static PlainSecrets none() {
        return new PlainSecrets(List.of());
    }

    /**
     * Takes the documents of a file.
     *
     * @param file names it in messages
     * @param namespace of the release: the only one that they may be for
     * @throws DeployException if one of them is no Secret, or for another namespace
     */
    public PlainSecrets with(String file, List<JsonNode> documents, String namespace) throws DeployException {
        List<ObjectNode> all = new ArrayList<>(secrets);
        Set<String> names = new HashSet<>();
        all.forEach(secret -> names.add(name(secret)));
        for (JsonNode document : documents) {
            boolean secret = document.path("apiVersion").asText("").equals("v1")
                    && document.path("kind").asText("").equals("Secret")
                    && !name(document).isEmpty();
            if (!secret || !FIELDS.containsAll(fields(document))) {
                throw DeployException.refused(
                        "%s holds something else than Secrets (%s/%s); only those are brought beside a release"
                                .formatted(file, document.path("kind").asText("?"), name(document)));
            }
            String own = document.path("metadata").path("namespace").asText(namespace);
            if (!own.equals(namespace)) {
                throw DeployException.refused("%s holds the Secret %s for %s, and the release is in %s"
                        .formatted(file, name(document), own, namespace));
            }
            if (!names.add(name(document))) {
                throw DeployException.refused("%s holds the Secret %s a second time".formatted(file, name(document)));
            }
            ObjectNode copy = document.deepCopy();
            copy.withObject("/metadata").put("namespace", namespace);
            all.add(copy);
        }
        return new PlainSecrets(all);
    }

    /** What is in them, as texts. */
    public Set<String> texts() {
        Set<String> texts = new HashSet<>();
        for (ObjectNode secret : secrets) {
            secret.path("stringData").forEach(value -> texts.add(value.asText("")));
            secret.path("data").forEach(value -> texts.add(decoded(value.asText(""))));
        }
        return texts;
    }

    private static String decoded(String data) {
        try {
            return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // The API server will refuse it.
            return data;
        }
    }

    /** Makes them, or replaces what is in them. @return the names of those that were made or changed */
    List<String> apply(Cluster cluster, String namespace) throws DeployException {
        List<String> changed = new ArrayList<>();
        for (ObjectNode secret : secrets) {
            if (apply(cluster, namespace, secret)) {
                changed.add(name(secret));
            }
        }
        return changed;
    }

    private static boolean apply(Cluster cluster, String namespace, ObjectNode secret) throws DeployException {
        String folder = "/api/v1/namespaces/%s/secrets".formatted(namespace);
        String path = folder + "/" + name(secret);
        try {
            Optional<JsonNode> there = cluster.get(path);
            if (there.isEmpty()) {
                cluster.create(folder, secret);
                return true;
            }
            String version = resourceVersion(there.get());
            ObjectNode next = secret.deepCopy();
            next.withObject("/metadata").put("resourceVersion", version);
            // The server leaves the version as it is when nothing is other.
            return !resourceVersion(cluster.replace(path, next)).equals(version);
        } catch (Cluster.Conflict e) {
            throw DeployException.inconclusive(
                    "Somebody else changes the Secret %s just now; promote again".formatted(name(secret)));
        }
    }

    private static Set<String> fields(JsonNode node) {
        Set<String> fields = new HashSet<>();
        node.properties().forEach(field -> fields.add(field.getKey()));
        return fields;
    }

    private static String resourceVersion(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText("");
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText("");
    }
}
