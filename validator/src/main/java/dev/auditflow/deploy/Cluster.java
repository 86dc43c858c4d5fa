package dev.auditflow.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.auditflow.yaml.JsonTree;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * One cluster's API server, spoken to in JSON by paths. The client below it tries again when the server is busy or away for a
 * moment. Safe for many threads.
 */
public final class Cluster implements AutoCloseable {
    private static final int NOT_FOUND = 404;

    /** What the kubelet answers to who asks for the log of a container that did not start yet. */
    private static final int NOT_TO_BE_HAD = 400;

    private static final int CONFLICT = 409;
    private static final int RETRIES = 6;

    private final KubernetesClient client;
    private final KubernetesClient hasty;
    private final Map<String, String> plurals = new ConcurrentHashMap<>();
    private final Hidden hidden;

    private Cluster(Config config) {
        config.setRequestRetryBackoffLimit(RETRIES);
        this.client = new KubernetesClientBuilder().withConfig(config).build();
        Config once = new ConfigBuilder(config).build();
        once.setRequestRetryBackoffLimit(0);
        this.hasty = new KubernetesClientBuilder().withConfig(once).build();
        this.hidden = Hidden.none();
    }

    private Cluster(Cluster same, Hidden hidden) {
        this.client = same.client;
        this.hasty = same.hasty;
        this.hidden = hidden;
    }

    /** The same connection for those who know decrypted texts; logs and messages come without them. */
    public Cluster hiding(Hidden texts) {
        return new Cluster(this, texts);
    }

    /** What is not shown of this cluster. */
    Hidden hidden() {
        return hidden;
    }

    /** Somebody else changed the object since it was read, or made it first. */
    public static final class Conflict extends Exception {
        private static final long serialVersionUID = 1L;

        Conflict(String path) {
            super(path);
        }
    }

    /**
     * Connects; nothing is sent yet.
     *
     * @param kubeconfig the file; an empty path for {@code $KUBECONFIG}, {@code ~/.kube/config} or the service account of the
     *     pod that this runs in
     * @param context of the kubeconfig; empty for its current one
     */
    public static Cluster connect(Path kubeconfig, String context) throws DeployException {
        try {
            Config config = kubeconfig.toString().isEmpty()
                    ? Config.autoConfigure(context.isEmpty() ? null : context)
                    : Config.fromKubeconfig(context.isEmpty() ? null : context, readable(kubeconfig));
            if (!context.isEmpty()
                    && (config.getCurrentContext() == null
                            || !config.getCurrentContext().getName().equals(context))) {
                throw DeployException.refused(
                        "The kubeconfig has no context \"%s\"; name it under \"deploy\" of the environment"
                                .formatted(context));
            }
            return new Cluster(config);
        } catch (IOException e) {
            throw DeployException.refused("The kubeconfig " + kubeconfig + " cannot be read: " + e.getMessage());
        } catch (KubernetesClientException e) {
            throw DeployException.refused("The kubeconfig cannot be used: " + e.getMessage());
        }
    }

    private static File readable(Path kubeconfig) throws IOException {
        if (!Files.isReadable(kubeconfig)) {
            throw new IOException("it is not there, or not readable");
        }
        return kubeconfig.toFile();
    }

    /** One field of a Secret as text. @throws DeployException if it is not there; its value is in no message */
    public String secret(String namespace, String name, String field) throws DeployException {
        JsonNode secret = get("/api/v1/namespaces/%s/secrets/%s".formatted(namespace, name))
                .orElseThrow(() -> DeployException.refused("There is no Secret %s in %s".formatted(name, namespace)));
        JsonNode value = secret.path("data").path(field);
        if (!value.isTextual()) {
            throw DeployException.refused("The Secret %s/%s has no field %s".formatted(namespace, name, field));
        }
        return new String(Base64.getDecoder().decode(value.textValue()), StandardCharsets.UTF_8);
    }

    /** What names a cluster for good: the UID of its namespace {@code kube-system}. */
    public String id() throws DeployException {
        return get("/api/v1/namespaces/kube-system")
                .map(namespace -> namespace.path("metadata").path("uid").asText(""))
                .orElse("");
    }

    /** The server's version as {@code major.minor}. */
    public String version() throws DeployException {
        JsonNode version = get("/version").orElseThrow(() -> DeployException.inconclusive("The server has no version"));
        return version.path("major").asText("") + "."
                + version.path("minor").asText("").replaceAll("[^0-9].*", "");
    }

    /** The object at a path, empty if there is none. */
    public Optional<JsonNode> get(String path) throws DeployException {
        try {
            String body = client.raw(path, "GET", null);
            return body == null ? Optional.empty() : Optional.of(JsonTree.readStrictly(body));
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw explained("read", path, e);
        } catch (JsonProcessingException e) {
            throw DeployException.inconclusive("The cluster answers " + path + " with no JSON");
        }
    }

    /**
     * A log, asked for once: its node may be away for good. Empty if there is none, for a container that never ran too.
     *
     * @throws DeployException if there may be one, and nobody can read it
     */
    String log(String path) throws DeployException {
        try {
            String body = hasty.raw(path, "GET", null);
            return body == null ? "" : hidden.takenFrom(body);
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND || e.getCode() == NOT_TO_BE_HAD) {
                return "";
            }
            throw explained("read", path.replaceFirst("\\?.*", ""), e);
        }
    }

    /** Makes an object below a path. @throws Conflict if it is there */
    public JsonNode create(String path, JsonNode body) throws DeployException, Conflict {
        return send("POST", "create", path, body);
    }

    /** Replaces an object; with a {@code resourceVersion} in it, only if it is still that one. */
    public JsonNode replace(String path, JsonNode body) throws DeployException, Conflict {
        return send("PUT", "change", path, body);
    }

    /** Deletes an object at once, and what it owns behind it; one that is not there is no error. */
    void delete(String path) throws DeployException {
        JsonNode options = JsonNodeFactory.instance
                .objectNode()
                .put("gracePeriodSeconds", 0)
                .put("propagationPolicy", "Background");
        try {
            client.raw(path, "DELETE", JsonTree.write(options));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw explained("delete", path, e);
            }
        }
    }

    private JsonNode send(String method, String verb, String path, JsonNode body) throws DeployException, Conflict {
        try {
            String answer = client.raw(path, method, JsonTree.write(body));
            return JsonTree.readStrictly(answer == null ? "{}" : answer);
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                throw new Conflict(path);
            }
            throw explained(verb, path, e);
        } catch (JsonProcessingException e) {
            throw DeployException.inconclusive("The cluster answers " + path + " with no JSON");
        }
    }

    /**
     * What the server would make of an object if it were applied over what is there (server-side apply, with force). Nothing is
     * kept, but it needs the right to patch.
     *
     * @param manager in whose name
     */
    public JsonNode tryToApply(String path, JsonNode object, String manager) throws DeployException {
        String query = "?dryRun=All&force=true&fieldManager=" + manager;
        try {
            HttpRequest request = client.getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(URI.create(client.getMasterUrl().toString().replaceFirst("/+$", "") + path + query))
                    .header("Accept", "application/json")
                    .method("PATCH", "application/apply-patch+yaml", JsonTree.write(object))
                    .build();
            HttpResponse<String> response =
                    client.getHttpClient().sendAsync(request, String.class).get();
            if (response.isSuccessful()) {
                return JsonTree.readStrictly(response.body());
            }
            throw explained(
                    "patch (as a trial)", path, new KubernetesClientException(words(response), response.code(), null));
        } catch (JsonProcessingException e) {
            throw DeployException.inconclusive("The cluster answers " + path + " with no JSON");
        } catch (ExecutionException e) {
            throw DeployException.inconclusive("The cluster does not answer: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DeployException.inconclusive("The look at the cluster was interrupted");
        }
    }

    private static String words(HttpResponse<String> response) {
        try {
            return JsonTree.readStrictly(response.body()).path("message").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /** Where objects of a kind live, found by asking the server; empty if it does not know the kind. */
    public Optional<String> path(String apiVersion, String kind, String namespace, String name) throws DeployException {
        String root = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        String key = apiVersion + " " + kind;
        if (!plurals.containsKey(key)) {
            Optional<JsonNode> found = get(root);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            for (JsonNode resource : found.get().path("resources")) {
                String plural = resource.path("name").asText();
                if (!plural.contains("/")) {
                    String scope = resource.path("namespaced").asBoolean() ? "n/" : "c/";
                    plurals.put(apiVersion + " " + resource.path("kind").asText(), scope + plural);
                }
            }
        }
        String plural = plurals.getOrDefault(key, "");
        if (plural.isEmpty()) {
            return Optional.empty();
        }
        String inside = plural.startsWith("n/") ? "/namespaces/" + namespace : "";
        return Optional.of(root + inside + "/" + plural.substring(2) + "/" + name);
    }

    private DeployException explained(String verb, String path, KubernetesClientException e) {
        return switch (e.getCode()) {
            case 401 -> DeployException.refused("The cluster does not know who this is (401); check the kubeconfig");
            case 403 ->
                DeployException.refused(
                        "There is no right to %s %s; ask for a role that allows it".formatted(verb, path));
            case 404 -> DeployException.refused("There is no %s in the cluster".formatted(path));
            case 0, -1 ->
                DeployException.inconclusive("The cluster does not answer: "
                        + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
            default ->
                DeployException.inconclusive(
                        "The cluster answers %s with %d: %s".formatted(path, e.getCode(), reason(e)));
        };
    }

    /** What the server says, without the request that the client puts around it. */
    private String reason(KubernetesClientException e) {
        boolean said = e.getStatus() != null && e.getStatus().getMessage() != null;
        String words = String.valueOf(said ? e.getStatus().getMessage() : e.getMessage());
        return hidden.takenFrom(words.lines().findFirst().orElse(""));
    }

    @Override
    public void close() {
        client.close();
        hasty.close();
    }
}
