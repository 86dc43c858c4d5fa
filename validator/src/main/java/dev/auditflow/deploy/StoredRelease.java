package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.manifest.ResourceId;
import java.util.ArrayList;
import java.util.List;

/** One revision as Helm keeps it: a Secret whose data is the release. Values stay inside of it. */
final class StoredRelease {
    /** Helm's label of ours: the first characters of the rendering's digest. */
    static final String BUNDLE = "auditflow.dev/bundle";

    /** Helm's label of ours: the number of the lease's holder. */
    static final String FENCE = "auditflow.dev/fence";

    private static final int LABEL = 63;

    private final ObjectNode secret;
    private final ObjectNode release;

    StoredRelease(ObjectNode secret, ObjectNode release) {
        this.secret = secret;
        this.release = release;
    }

    /**
     * A hook of the chart.
     *
     * @param text its manifest
     * @param phase how it ended the last time; {@code Unknown} if it did not run
     */
    record Hook(String name, String kind, List<String> events, String text, String phase) {
        Hook {
            events = List.copyOf(events);
        }

        boolean isTest() {
            return events.contains("test") || events.contains("test-success");
        }

        boolean isOf(ResourceId object) {
            return kind.equals(object.kind()) && name.equals(object.name());
        }
    }

    int revision() {
        return release.path("version").asInt();
    }

    String status() {
        return release.path("info").path("status").asText("unknown");
    }

    boolean isPending() {
        return status().startsWith("pending-");
    }

    String description() {
        return release.path("info").path("description").asText("");
    }

    String lastDeployed() {
        return release.path("info").path("last_deployed").asText("");
    }

    /** The objects without hooks. */
    String manifest() {
        return release.path("manifest").asText("");
    }

    List<Hook> hooks() {
        List<Hook> hooks = new ArrayList<>();
        for (JsonNode hook : release.path("hooks")) {
            List<String> events = new ArrayList<>();
            hook.path("events").forEach(event -> events.add(event.asText()));
            hooks.add(new Hook(
                    hook.path("name").asText(""),
                    hook.path("kind").asText(""),
                    events,
                    hook.path("manifest").asText(""),
                    hook.path("last_run").path("phase").asText("Unknown")));
        }
        return hooks;
    }

    /** Whether this revision was made of that rendering. A rollback copies the label of where it goes back to. */
    boolean isOf(String bundle) {
        return secret.path("metadata").path("labels").path(BUNDLE).asText("").equals(label(bundle));
    }

    /** Whether a promoter made this revision. */
    boolean isPromoted() {
        return secret.path("metadata").path("labels").has(BUNDLE);
    }

    /** A digest as the value of a label. */
    static String label(String bundle) {
        String hex = bundle.substring(bundle.indexOf(':') + 1);
        return hex.substring(0, Math.min(LABEL, hex.length()));
    }

    ObjectNode secret() {
        return secret.deepCopy();
    }

    ObjectNode release() {
        return release.deepCopy();
    }
}
