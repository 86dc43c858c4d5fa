package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Kustomization of Flux and the GitRepository that it reads, by the fields of their {@code v1}: {@code status.conditions},
 * {@code lastAppliedRevision} and {@code lastAttemptedRevision}.
 *
 * @param folder of the release in the branch
 */
record FluxKustomization(Cluster cluster, String namespace, String kustomization, String branch, String folder)
        implements Reconciler {
    private static final String REQUEST = "reconcile.fluxcd.io/requestedAt";
    private static final String SHA = "sha1:";

    @Override
    public String name() {
        return "Kustomization %s/%s".formatted(namespace, kustomization);
    }

    private String path() {
        return "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/%s/kustomizations/%s"
                .formatted(namespace, kustomization);
    }

    private JsonNode get() throws DeployException {
        return cluster.get(path())
                .orElseThrow(() -> DeployException.refused(
                        "There is no %s in the cluster, so nobody would bring the branch there; docs/gitops.md shows one"
                                .formatted(name())));
    }

    private String sourcePath(JsonNode spec) {
        JsonNode source = spec.path("sourceRef");
        return "/apis/source.toolkit.fluxcd.io/v1/namespaces/%s/gitrepositories/%s"
                .formatted(
                        source.path("namespace").asText(namespace),
                        source.path("name").asText(""));
    }

    @Override
    public void require() throws DeployException {
        JsonNode spec = get().path("spec");
        String own = spec.path("path").asText("").replaceFirst("^\\./", "").replaceFirst("/$", "");
        Optional<JsonNode> source =
                spec.path("sourceRef").path("kind").asText("").equals("GitRepository")
                        ? cluster.get(sourcePath(spec))
                        : Optional.empty();
        String reads = source.map(
                        one -> one.path("spec").path("ref").path("branch").asText(""))
                .orElse("");
        if (!own.equals(folder) || !reads.equals(branch)) {
            throw DeployException.refused(
                    "%s does not look at the folder %s of the branch %s: correct its \"path\" and its GitRepository, or \"git\" of the environment"
                            .formatted(name(), folder, branch));
        }
        if (spec.path("suspend").asBoolean()) {
            throw DeployException.refused(
                    "%s is suspended, so nobody would bring the branch there; 'flux resume kustomization %s' lets it go on"
                            .formatted(name(), kustomization));
        }
    }

    @Override
    public void hurry(String now) throws DeployException {
        Notes.set(cluster, sourcePath(get().path("spec")), REQUEST, now);
        Notes.set(cluster, path(), REQUEST, now);
    }

    /** It waits for the health of what it applied before it takes the next commit, if it is told to wait. */
    @Override
    public Duration busyFor() throws DeployException {
        JsonNode spec = get().path("spec");
        boolean waits =
                spec.path("wait").asBoolean() || !spec.path("healthChecks").isEmpty();
        return waits
                ? duration(spec.path("timeout").asText(spec.path("interval").asText("")))
                : Duration.ZERO;
    }

    /** As Go writes it, such as {@code 1m30s}. */
    private static Duration duration(String text) {
        try {
            return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    @Override
    public State look(Wanted wanted) throws DeployException {
        JsonNode object = get();
        JsonNode status = object.path("status");
        JsonNode ready = condition(status, "Ready");
        JsonNode reconciling = condition(status, "Reconciling");
        boolean seen = status.path("observedGeneration").asLong()
                == object.path("metadata").path("generation").asLong();
        boolean attempted = isIn(wanted, status, "lastAttemptedRevision");
        boolean applied = isIn(wanted, status, "lastAppliedRevision");
        String words = "it says %s: %s"
                .formatted(
                        ready.path("reason").asText("nothing"),
                        Redaction.of(ready.path("message").asText("nothing yet")));
        String state = ready.path("status").asText("");
        if (attempted && seen && state.equals("False") && !isWaiting(ready)) {
            return new State(Phase.FAILED, words);
        }
        if (applied && seen && state.equals("True") && reconciling.isMissingNode()) {
            return new State(Phase.READY, "");
        }
        // It looks at health only after all objects were applied, and takes no other commit meanwhile.
        boolean checks = reconciling.path("message").asText("").startsWith("Running health checks");
        if (checks && !attempted) {
            return new State(
                    Phase.BUSY,
                    "it still checks the health of %s; 'wait: false' in it, or the feature gate CancelHealthCheckOnNewRevision, makes it go on at once"
                            .formatted(status.path("lastAttemptedRevision").asText("an earlier commit")));
        }
        return new State(applied || checks ? Phase.APPLIED : Phase.WAITING, words);
    }

    private static boolean isWaiting(JsonNode ready) {
        return List.of("DependencyNotReady", "Progressing", "ArtifactFailed", "HealthCheckCanceled")
                .contains(ready.path("reason").asText(""));
    }

    private static boolean isIn(Wanted wanted, JsonNode status, String field) throws DeployException {
        String revision = status.path(field).asText("");
        int sha = revision.lastIndexOf(SHA);
        return sha >= 0 && wanted.isIn(revision.substring(sha + SHA.length()));
    }

    private static JsonNode condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText("").equals(type)) {
                return condition;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
