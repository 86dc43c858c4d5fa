package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An Application of Argo CD, by the fields of its {@code v1alpha1}: {@code status.sync}, {@code status.health},
 * {@code status.operationState} and {@code status.conditions}.
 *
 * @param folder of the release in the branch
 */
record ArgoApplication(Cluster cluster, String namespace, String application, String branch, String folder)
        implements Reconciler {
    private static final String REFRESH = "argocd.argoproj.io/refresh";

    @Override
    public String name() {
        return "Application %s/%s".formatted(namespace, application);
    }

    private String path() {
        return "/apis/argoproj.io/v1alpha1/namespaces/%s/applications/%s".formatted(namespace, application);
    }

    private JsonNode get() throws DeployException {
        return cluster.get(path())
                .orElseThrow(() -> DeployException.refused(
                        "There is no %s in the cluster, so nobody would bring the branch there; docs/gitops.md shows one"
                                .formatted(name())));
    }

    @Override
    public void require() throws DeployException {
        JsonNode spec = get().path("spec");
        List<String> watched = new ArrayList<>();
        List<JsonNode> sources = new ArrayList<>(List.of(spec.path("source")));
        spec.path("sources").forEach(sources::add);
        sources.forEach(source -> watched.add(place(source.path("targetRevision"), source.path("path"))));
        JsonNode hydrated = spec.path("sourceHydrator").path("syncSource");
        watched.add(place(hydrated.path("targetBranch"), hydrated.path("path")));
        if (!watched.contains(branch + " " + folder)) {
            throw DeployException.refused(
                    "%s does not look at the folder %s of the branch %s: correct its \"source\", or \"git\" of the environment"
                            .formatted(name(), folder, branch));
        }
    }

    private static String place(JsonNode branch, JsonNode path) {
        return branch.asText("").replaceFirst("^refs/heads/", "") + " "
                + path.asText("").replaceFirst("^\\./", "").replaceFirst("/$", "");
    }

    @Override
    public void hurry(String now) throws DeployException {
        Notes.set(cluster, path(), REFRESH, "normal");
    }

    /** A sync does not wait for health. */
    @Override
    public Duration busyFor() {
        return Duration.ZERO;
    }

    @Override
    public State look(Wanted wanted) throws DeployException {
        JsonNode status = get().path("status");
        JsonNode operation = status.path("operationState");
        String phase = operation.path("phase").asText("");
        boolean failed = List.of("Failed", "Error").contains(phase) && isIn(wanted, operation.path("syncResult"));
        if (failed) {
            return new State(
                    Phase.FAILED,
                    "its sync %s: %s"
                            .formatted(phase.equals("Error") ? "ended in an error" : "failed", message(operation)));
        }
        JsonNode sync = status.path("sync");
        if (!isIn(wanted, sync)) {
            return new State(
                    Phase.WAITING,
                    error(status)
                            .orElse("it is at %s"
                                    .formatted(sync.path("revision").asText("no commit"))));
        }
        if (!sync.path("status").asText("").equals("Synced")) {
            return new State(
                    Phase.WAITING,
                    error(status)
                            .orElse("it is %s".formatted(sync.path("status").asText("at no state"))));
        }
        String health = status.path("health").path("status").asText("Unknown");
        return health.equals("Healthy") && !phase.equals("Running")
                ? new State(Phase.READY, "")
                : new State(
                        Phase.APPLIED,
                        "it calls them %s%s"
                                .formatted(health, words(status.path("health").path("message"))));
    }

    private static boolean isIn(Wanted wanted, JsonNode result) throws DeployException {
        String revision = result.path("revision").asText("");
        if (!revision.isEmpty()) {
            return wanted.isIn(revision);
        }
        for (JsonNode one : result.path("revisions")) {
            if (wanted.isIn(one.asText(""))) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> error(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            String type = condition.path("type").asText("");
            if (type.endsWith("Error")) {
                return Optional.of("it says %s%s".formatted(type, words(condition.path("message"))));
            }
        }
        return Optional.empty();
    }

    private static String message(JsonNode operation) {
        return Redaction.of(operation.path("message").asText("no reason given"));
    }

    private static String words(JsonNode message) {
        return message.asText("").isEmpty() ? "" : ": " + Redaction.of(message.asText(""));
    }
}
