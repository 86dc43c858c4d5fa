package dev.auditflow.admission.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.auditflow.yaml.JsonNodes;
import dev.auditflow.yaml.MapNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Plain requests to an API server, whose answers are read as nodes: nothing is lost that the client has no type for. */
public final class ApiServer {
    private final KubernetesClient client;

    /** @param client with the address and the rights to use */
    public ApiServer(KubernetesClient client) {
        this.client = client;
    }

    /** The server refused or did not answer. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        /** @param code the HTTP status, 0 if there was no answer */
        public Refused(String message, int code) {
            super(message);
            this.code = code;
        }

        /** The HTTP status, 0 if there was no answer. */
        public int code() {
            return code;
        }
    }

    /** What is there, empty if there is nothing. @throws Refused if the server does not say */
    public Optional<MapNode> get(String path) throws Refused {
        String body = asked("read " + path, () -> client.raw(path));
        return body == null ? Optional.empty() : Optional.of(object(path, body));
    }

    void create(String path, String json) throws Refused {
        asked("create in " + path, () -> client.raw(path, "POST", json));
    }

    void replace(String path, String json) throws Refused {
        asked("write " + path, () -> client.raw(path, "PUT", json));
    }

    void delete(String path) throws Refused {
        asked("delete " + path, () -> client.raw(path, "DELETE", ""));
    }

    private static MapNode object(String path, String body) throws Refused {
        try {
            if (JsonNodes.read(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)) instanceof MapNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below; the parser's words may quote a Secret.
        }
        throw new Refused("The API server's answer to " + path + " is no object", 0);
    }

    private static @org.jspecify.annotations.Nullable String asked(String what, Callable<String> question)
            throws Refused {
        try {
            return question.call();
        } catch (KubernetesClientException e) {
            throw new Refused("Cannot " + what + ": " + reason(e), e.getCode());
        } catch (Exception e) {
            throw new Refused("Cannot " + what + ": " + e, 0);
        }
    }

    /** What the server said, or why it said nothing. */
    public static String reason(KubernetesClientException failure) {
        if (failure.getStatus() == null) {
            return root(failure);
        }
        String said = failure.getStatus().getMessage();
        return said == null ? "the server answered with status " + failure.getCode() : said;
    }

    /** The client's own words say only that something went wrong. */
    private static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
