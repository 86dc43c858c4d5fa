package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Change;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says which pods are replaced, and how many at once. */
final class Restarts {
    private static final List<String> CONTROLLERS = List.of("Deployment", "StatefulSet", "DaemonSet", "Rollout");

    /** What golden files hold in the place of a masked value. */
    private static final String CHECKSUM = "checksum/";

    private Restarts() {}

    static void check(ObjectChange.Changed object, Release release, Effects effects) {
        Resource after = object.after();
        if (!CONTROLLERS.contains(object.id().kind()) || Release.isHook(after)) {
            return;
        }
        String template = Pods.path(object.id());
        List<Change> changes = object.changes().stream()
                .filter(change -> Pods.isBelow(change.trail().fields(), template) && !Defaults.same(change))
                .toList();
        for (Change change : changes) {
            if (isHeld(after)) {
                effects.add(Meaning.CONFIG, object, change, "", "");
            } else {
                effects.add(Meaning.RESTARTS, object, change, sentence(object, release), "");
            }
        }
    }

    /** Masked checksums follow the ConfigMaps and Secrets of the same rendering. */
    static void ofMaskedChecksums(Release release, Effects effects) {
        for (Resource resource : release.after()) {
            Optional<MapNode> template = Pods.template(resource);
            boolean follows = template.flatMap(map -> map.map("metadata"))
                    .flatMap(metadata -> metadata.map("annotations"))
                    .filter(annotations -> annotations.entries().stream()
                            .anyMatch(entry -> entry.key().startsWith(CHECKSUM)))
                    .isPresent();
            boolean restarts = CONTROLLERS.contains(resource.id().kind()) && !isHeld(resource);
            if (follows && restarts && !effects.has(Meaning.RESTARTS, resource.id())) {
                release.changedInputs(template.orElseThrow())
                        .findFirst()
                        .ifPresent(input -> effects.add(
                                Meaning.RESTARTS,
                                resource,
                                FieldPath.of((Object[])
                                        (Pods.path(resource.id()) + ".metadata.annotations").split("\\.", -1)),
                                "%s; a checksum in its annotations follows %s"
                                        .formatted(sentence(resource), input.id()),
                                ""));
            }
        }
    }

    private static boolean isHeld(Resource resource) {
        return Pods.text(resource, "spec", "paused").filter("true"::equals).isPresent()
                || strategy(resource).equals("OnDelete")
                || (!resource.id().kind().equals("DaemonSet") && Pods.replicas(resource) == 0);
    }

    private static String strategy(Resource resource) {
        String field = resource.id().kind().equals("Deployment") ? "strategy" : "updateStrategy";
        return Pods.text(resource, "spec", field, "type").orElse("RollingUpdate");
    }

    private static String sentence(ObjectChange.Changed object, Release release) {
        String sentence = sentence(object.after());
        boolean guarded = sentence.contains("all at once")
                && release.after().stream().anyMatch(other -> other.id().kind().equals("PodDisruptionBudget"));
        return guarded ? sentence + ". A PodDisruptionBudget does not hold a rollout back" : sentence;
    }

    private static String sentence(Resource resource) {
        String pods = Pods.counted(Pods.replicas(resource));
        return switch (resource.id().kind()) {
            case "Deployment" -> "Replaces " + pods + deployment(resource);
            case "StatefulSet" -> "Replaces " + statefulSet(resource);
            case "DaemonSet" -> "Replaces its pods " + daemonSet(resource);
            default -> "Replaces " + pods + " as its strategy says";
        };
    }

    private static String deployment(Resource resource) {
        int replicas = Pods.replicas(resource);
        if (strategy(resource).equals("Recreate")) {
            return " all at once (strategy Recreate): none runs until the new ones are ready";
        }
        String unavailable = rolling(resource, "strategy", "maxUnavailable").orElse("25%");
        String surge = rolling(resource, "strategy", "maxSurge").orElse("25%");
        int missing = part(unavailable, replicas, false);
        int more = part(surge, replicas, true);
        if (missing == 0 && more == 0) {
            missing = 1;
        }
        if (missing >= replicas) {
            return " all at once (maxUnavailable %s)".formatted(unavailable);
        }
        return missing > 0
                ? ", at most %d missing at a time".formatted(missing)
                : replicas == 1
                        ? ": the new one is ready before the old one stops"
                        : ": each new one is ready before an old one stops";
    }

    private static String statefulSet(Resource resource) {
        int replicas = Pods.replicas(resource);
        int partition = rolling(resource, "updateStrategy", "partition")
                .flatMap(Pods::number)
                .orElse(0);
        if (partition >= replicas) {
            return "no pod yet: its partition holds all of them back";
        }
        String pods = Pods.counted(replicas - partition);
        int unavailable =
                part(rolling(resource, "updateStrategy", "maxUnavailable").orElse("1"), replicas, true);
        return replicas == 1
                ? pods + ": it is gone until the new one is ready"
                : unavailable > 1 ? pods + ", %d at a time".formatted(unavailable) : pods + ", one after the other";
    }

    private static String daemonSet(Resource resource) {
        String unavailable =
                rolling(resource, "updateStrategy", "maxUnavailable").orElse("1");
        return unavailable.equals("100%")
                ? "on all nodes all at once (maxUnavailable 100%)"
                : unavailable.equals("1") ? "node by node" : "on %s nodes at a time".formatted(unavailable);
    }

    private static Optional<String> rolling(Resource resource, String strategy, String field) {
        return Pods.text(resource, "spec", strategy, "rollingUpdate", field);
    }

    /** A number or a percentage of the pods. */
    private static int part(String text, int of, boolean up) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        int number = Pods.number(digits.strip().toLowerCase(Locale.ROOT)).orElse(1);
        return text.endsWith("%") ? (number * of + (up ? 99 : 0)) / 100 : number;
    }
}
