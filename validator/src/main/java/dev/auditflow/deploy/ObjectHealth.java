package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What an object's status says, by the rules of kstatus. Two of them are other than there: a Job is current only when it
 * completed, and a Pod that failed is failed, for a release that waits for them waits for their end.
 */
final class ObjectHealth {
    private static final Duration UNSCHEDULED = Duration.ofSeconds(15);

    private ObjectHealth() {}

    /** @param now to tell how long a pod waits for a node */
    static Health of(JsonNode object, Instant now) {
        JsonNode metadata = object.path("metadata");
        if (metadata.has("deletionTimestamp")) {
            return new Health(Health.State.TERMINATING, "it is being deleted");
        }
        if (!isSeen(object)) {
            return Health.inProgress("its controller has not seen the change yet");
        }
        if (isTrue(object, "Reconciling")) {
            return Health.inProgress("it is reconciling" + message(object, "Reconciling"));
        }
        if (isTrue(object, "Stalled")) {
            return Health.failed("it is stalled" + message(object, "Stalled"));
        }
        String group = object.path("apiVersion").asText("").replaceFirst("/?[^/]*$", "");
        return builtIn(group + "/" + object.path("kind").asText(""), object, now)
                .orElseGet(() -> generic(object));
    }

    /** Whether its controller knows what it is to be now; until then its pods are those of what it was before. */
    static boolean isSeen(JsonNode object) {
        JsonNode observed = object.path("status").path("observedGeneration");
        return !observed.isNumber()
                || observed.asLong()
                        == object.path("metadata").path("generation").asLong();
    }

    private static Optional<Health> builtIn(String kind, JsonNode object, Instant now) {
        return switch (kind) {
            case "apps/Deployment" -> Optional.of(deployment(object));
            case "apps/StatefulSet" -> Optional.of(statefulSet(object));
            case "apps/DaemonSet" -> Optional.of(daemonSet(object));
            case "apps/ReplicaSet" -> Optional.of(replicaSet(object));
            case "batch/Job" -> Optional.of(job(object));
            case "/Pod" -> Optional.of(pod(object, now));
            case "/PersistentVolumeClaim" ->
                Optional.of(phase(object).equals("Bound") ? Health.current() : Health.inProgress("it is not bound"));
            case "/Service" ->
                Optional.of(
                        object.path("spec").path("type").asText("").equals("LoadBalancer")
                                        && object.path("spec")
                                                .path("clusterIP")
                                                .asText("")
                                                .isEmpty()
                                ? Health.inProgress("it has no cluster IP")
                                : Health.current());
            case "apiextensions.k8s.io/CustomResourceDefinition" -> Optional.of(definition(object));
            case "policy/PodDisruptionBudget", "batch/CronJob", "/Secret", "/ConfigMap" ->
                Optional.of(Health.current());
            default -> Optional.empty();
        };
    }

    private static Health generic(JsonNode object) {
        Optional<JsonNode> ready = condition(object, "Ready");
        return ready.isEmpty() || ready.get().path("status").asText("").equals("True")
                ? Health.current()
                : Health.inProgress("it is not ready" + message(object, "Ready"));
    }

    private static Health deployment(JsonNode object) {
        JsonNode status = object.path("status");
        Optional<JsonNode> progressing = condition(object, "Progressing");
        String progress = progressing.map(one -> one.path("reason").asText("")).orElse("");
        if (progress.equals("ProgressDeadlineExceeded")) {
            return Health.failed("its progress deadline passed" + message(object, "Progressing"));
        }
        int wanted = wanted(object);
        int updated = status.path("updatedReplicas").asInt();
        int available = status.path("availableReplicas").asInt();
        if (status.path("replicas").asInt() < wanted || updated < wanted) {
            return Health.inProgress("%d of %d replicas are updated".formatted(updated, wanted));
        }
        if (status.path("replicas").asInt() > updated) {
            return Health.inProgress("%d old replicas are still there"
                    .formatted(status.path("replicas").asInt() - updated));
        }
        if (available < updated || status.path("readyReplicas").asInt() < wanted) {
            return Health.inProgress("%d of %d replicas are available".formatted(available, wanted));
        }
        boolean endless = object.path("spec").path("progressDeadlineSeconds").asInt() == Integer.MAX_VALUE;
        boolean done = endless
                || (progressing.isPresent()
                        && progressing.get().path("status").asText("").equals("True")
                        && progress.equals("NewReplicaSetAvailable"));
        if (!done) {
            return Health.inProgress("its new replicas are not available yet");
        }
        return isTrue(object, "Available") ? Health.current() : Health.inProgress("it is not available");
    }

    private static Health statefulSet(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = object.path("status");
        if (spec.path("updateStrategy").path("type").asText("").equals("OnDelete")) {
            return Health.current();
        }
        int wanted = wanted(object);
        int ready = status.path("readyReplicas").asInt();
        if (status.path("replicas").asInt() < wanted || ready < wanted) {
            return Health.inProgress("%d of %d replicas are ready".formatted(ready, wanted));
        }
        if (status.path("replicas").asInt() > wanted) {
            return Health.inProgress("surplus replicas are still there");
        }
        JsonNode partition = spec.path("updateStrategy").path("rollingUpdate").path("partition");
        if (partition.asInt() > 0) {
            return status.path("updatedReplicas").asInt() < wanted - partition.asInt()
                    ? Health.inProgress("its partition is not updated")
                    : Health.current();
        }
        if (status.path("currentReplicas").asInt() < wanted) {
            return Health.inProgress("%d of %d replicas are current"
                    .formatted(status.path("currentReplicas").asInt(), wanted));
        }
        return status.path("currentRevision")
                        .asText("")
                        .equals(status.path("updateRevision").asText(""))
                ? Health.current()
                : Health.inProgress("its replicas are of an older revision");
    }

    private static Health daemonSet(JsonNode object) {
        JsonNode status = object.path("status");
        if (!status.has("observedGeneration")) {
            return Health.inProgress("its controller has not seen it yet");
        }
        int wanted = status.path("desiredNumberScheduled").asInt();
        for (String count :
                new String[] {"currentNumberScheduled", "updatedNumberScheduled", "numberAvailable", "numberReady"}) {
            if (status.path(count).asInt() < wanted) {
                return Health.inProgress(
                        "%s is %d of %d".formatted(count, status.path(count).asInt(), wanted));
            }
        }
        return Health.current();
    }

    private static Health replicaSet(JsonNode object) {
        JsonNode status = object.path("status");
        if (isTrue(object, "ReplicaFailure")) {
            return Health.inProgress("it cannot make pods" + message(object, "ReplicaFailure"));
        }
        int wanted = wanted(object);
        boolean all = status.path("fullyLabeledReplicas").asInt() >= wanted
                && status.path("availableReplicas").asInt() >= wanted
                && status.path("readyReplicas").asInt() >= wanted;
        return all && status.path("replicas").asInt() <= wanted
                ? Health.current()
                : Health.inProgress("%d of %d replicas are ready"
                        .formatted(status.path("readyReplicas").asInt(), wanted));
    }

    private static Health job(JsonNode object) {
        if (isTrue(object, "Complete")) {
            return Health.current();
        }
        if (isTrue(object, "Failed")) {
            return Health.failed("it failed" + message(object, "Failed"));
        }
        return isTrue(object, "Suspended")
                        && object.path("spec").path("suspend").asBoolean()
                ? Health.current()
                : Health.inProgress("it has not completed");
    }

    private static Health pod(JsonNode object, Instant now) {
        return switch (phase(object)) {
            case "Succeeded" -> Health.current();
            case "Failed" -> Health.failed("it failed");
            case "Running" -> {
                Optional<PodTrouble> trouble = PodTrouble.of(object);
                yield trouble.isPresent()
                        ? Health.failed(trouble.get().words())
                        : isTrue(object, "Ready") ? Health.current() : Health.inProgress("it is not ready");
            }
            default -> {
                Optional<JsonNode> scheduled = condition(object, "PodScheduled");
                boolean waits = scheduled
                        .filter(one -> one.path("reason").asText("").equals("Unschedulable"))
                        .filter(one -> since(one, now).compareTo(UNSCHEDULED) > 0)
                        .isPresent();
                yield waits
                        ? Health.failed("no node takes it" + message(object, "PodScheduled"))
                        : Health.inProgress("it is pending");
            }
        };
    }

    private static Health definition(JsonNode object) {
        Optional<JsonNode> names = condition(object, "NamesAccepted");
        if (names.isPresent() && names.get().path("status").asText("").equals("False")) {
            return Health.failed("its names are not accepted" + message(object, "NamesAccepted"));
        }
        return isTrue(object, "Established") ? Health.current() : Health.inProgress("it is not established");
    }

    private static Duration since(JsonNode condition, Instant now) {
        try {
            return Duration.between(
                    Instant.parse(condition.path("lastTransitionTime").asText("")), now);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    static int wanted(JsonNode object) {
        return object.path("spec").path("replicas").asInt(1);
    }

    private static String phase(JsonNode object) {
        return object.path("status").path("phase").asText("");
    }

    private static boolean isTrue(JsonNode object, String type) {
        return condition(object, type)
                .filter(one -> one.path("status").asText("").equals("True"))
                .isPresent();
    }

    private static Optional<JsonNode> condition(JsonNode object, String type) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asText("").equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    private static String message(JsonNode object, String type) {
        String message = condition(object, type)
                .map(one -> one.path("message").asText(""))
                .orElse("");
        return message.isEmpty() ? "" : ": " + message;
    }
}
