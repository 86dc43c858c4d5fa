package dev.auditflow.deploy;

import dev.auditflow.manifest.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Waits for a release's objects to be as their manifests want them, and no longer than it must: one that will not get there
 * ends the waiting at once, with the container and its last lines.
 */
final class HealthWatch {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int SHOWN = 3;

    private final LiveObjects live;
    private final ReleaseLock lock;

    HealthWatch(Cluster cluster, ReleaseLock lock, Clock clock) {
        this.live = new LiveObjects(cluster, clock);
        this.lock = lock;
    }

    /** How it ended. */
    sealed interface Result {
        /** All objects are current. */
        record Healthy(int objects) implements Result {}

        /** One will not become so, or the time is over. */
        record Unhealthy(String cause, String sentence) implements Result {}
    }

    /** Waits. @throws DeployException if the cluster does not answer or the lease is lost */
    Result await(List<Resource> objects, String namespace, Duration patience) throws DeployException {
        long start = System.nanoTime();
        Map<Resource, Health> waiting = new LinkedHashMap<>();
        objects.stream()
                .filter(object -> object.annotation("helm.sh/hook").isEmpty())
                .forEach(object -> waiting.put(object, Health.inProgress("it was not looked at")));
        int all = waiting.size();
        while (true) {
            for (Resource object : List.copyOf(waiting.keySet())) {
                Health health = live.look(object, namespace);
                if (health.state() == Health.State.FAILED) {
                    return new Result.Unhealthy("HealthFailed", object.id() + ": " + health.reason());
                }
                if (health.isCurrent()) {
                    waiting.remove(object);
                } else {
                    waiting.put(object, health);
                }
            }
            if (waiting.isEmpty()) {
                return new Result.Healthy(all);
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                return new Result.Unhealthy("HealthTimeout", late(waiting, patience));
            }
            lock.check();
            ReleaseLock.pause(LOOK);
        }
    }

    private static String late(Map<Resource, Health> waiting, Duration patience) {
        List<String> words = new ArrayList<>();
        waiting.forEach((object, health) -> words.add(object.id() + ": " + health.reason()));
        return "After %d s %d objects are not healthy: %s%s"
                .formatted(
                        patience.toSeconds(),
                        words.size(),
                        words.stream().limit(SHOWN).collect(Collectors.joining("; ")),
                        words.size() > SHOWN ? "; …" : "");
    }
}
