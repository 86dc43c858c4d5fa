package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/**
 * A container that will not run without a change.
 *
 * @param reason as the kubelet names it
 * @param exitCode of its last run, -1 if it never ran
 */
record PodTrouble(String pod, String container, String reason, int exitCode, String message) {
    private static final Set<String> HOPELESS = Set.of(
            "CrashLoopBackOff",
            "ImagePullBackOff",
            "ErrImageNeverPull",
            "InvalidImageName",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    /** The first container of a pod, init containers first, that is in trouble. */
    static Optional<PodTrouble> of(JsonNode pod) {
        for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
            for (JsonNode container : pod.path("status").path(list)) {
                JsonNode waiting = container.path("state").path("waiting");
                if (HOPELESS.contains(waiting.path("reason").asText(""))) {
                    return Optional.of(new PodTrouble(
                            pod.path("metadata").path("name").asText(""),
                            container.path("name").asText(""),
                            waiting.path("reason").asText(""),
                            container
                                    .path("lastState")
                                    .path("terminated")
                                    .path("exitCode")
                                    .asInt(-1),
                            waiting.path("message").asText("")));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it ran once, and may have written something. */
    boolean hasRun() {
        return exitCode >= 0;
    }

    /** {@code container a of pod b: CrashLoopBackOff, exit code 1 (…)}. */
    String words() {
        return "container %s of pod %s: %s%s%s"
                .formatted(
                        container,
                        pod,
                        reason,
                        hasRun() ? ", exit code " + exitCode : "",
                        message.isEmpty() ? "" : " (" + message + ")");
    }
}
