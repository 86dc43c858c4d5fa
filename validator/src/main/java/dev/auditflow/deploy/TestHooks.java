package dev.auditflow.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The test hooks of a verified rendering, made in the cluster as {@code helm test} makes them: by weight and name, one after the
 * other, each deleted before if it is there from an earlier run.
 */
final class TestHooks {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Comparator<Resource> ORDER = Comparator.comparingInt(TestHooks::weight)
            .thenComparing(object -> object.id().name());

    private final Cluster cluster;
    private final ReleaseLock lock;
    private final Workloads workloads;
    private final String namespace;
    private final List<Resource> tests;

    TestHooks(Cluster cluster, ReleaseLock lock, String namespace, List<Resource> tests) {
        this.cluster = cluster;
        this.lock = lock;
        this.workloads = new Workloads(cluster);
        this.namespace = namespace;
        this.tests = tests.stream().sorted(ORDER).toList();
    }

    private static int weight(Resource object) {
        String text = object.annotation("helm.sh/hook-weight").orElse("0");
        return text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    /**
     * Runs them.
     *
     * @param patience for each
     * @return why they do not pass, as a sentence; empty if all do
     */
    Optional<String> run(Duration patience) throws DeployException {
        for (Resource test : tests) {
            make(test, patience);
            Optional<String> failure = await(test, patience);
            if (failure.isPresent()) {
                return failure.map(words -> test.id() + ": " + words);
            }
        }
        return Optional.empty();
    }

    /** Deletes them, whatever became of them. */
    void delete() throws DeployException {
        for (Resource test : tests.reversed()) {
            cluster.delete(path(test));
        }
    }

    private void make(Resource test, Duration patience) throws DeployException {
        String path = path(test);
        long start = System.nanoTime();
        cluster.delete(path);
        while (cluster.get(path).isPresent()) {
            if (System.nanoTime() - start >= patience.toNanos()) {
                throw DeployException.inconclusive(
                        "%s of an earlier run does not go away, though it was deleted; see its finalizers"
                                .formatted(test.id()));
            }
            lock.check();
            ReleaseLock.pause(LOOK);
        }
        try {
            cluster.create(path.substring(0, path.lastIndexOf('/')), body(test));
        } catch (Cluster.Conflict e) {
            throw DeployException.inconclusive("Somebody else makes %s just now; promote again".formatted(test.id()));
        }
    }

    private String path(Resource test) throws DeployException {
        return cluster.path(
                        test.id().apiVersion(),
                        test.id().kind(),
                        inside(test),
                        test.id().name())
                .orElseThrow(() -> DeployException.refused("The cluster knows no %s, which the test %s is"
                        .formatted(test.id().kind(), test.id())));
    }

    private String inside(Resource test) {
        return test.id().namespace().isEmpty() ? namespace : test.id().namespace();
    }

    private JsonNode body(Resource test) {
        try {
            ObjectNode body = (ObjectNode) JsonTree.read(test.json(), 0, test.json().length);
            body.withObject("/metadata").put("namespace", inside(test));
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> await(Resource test, Duration patience) throws DeployException {
        long start = System.nanoTime();
        while (true) {
            Optional<JsonNode> live = cluster.get(path(test));
            if (live.isEmpty()) {
                return Optional.of("somebody deleted it");
            }
            String end = end(live.get());
            if (end.equals("Succeeded")) {
                return Optional.empty();
            }
            if (!end.isEmpty()) {
                return Optional.of(end + workloads.lastLines(live.get()));
            }
            Optional<PodTrouble> trouble = workloads.trouble(live.get());
            if (trouble.isPresent()) {
                return trouble.map(one -> workloads.words(one, inside(test)));
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                return Optional.of("it did not end within %d s%s"
                        .formatted(patience.toSeconds(), workloads.lastLines(live.get())));
            }
            lock.check();
            ReleaseLock.pause(LOOK);
        }
    }

    /** How it ended; empty while it runs. What does not run has ended well. */
    private static String end(JsonNode live) {
        return switch (live.path("kind").asText("")) {
            case "Pod" -> {
                String phase = live.path("status").path("phase").asText("");
                yield List.of("Succeeded", "Failed").contains(phase) ? phase : "";
            }
            case "Job" -> {
                for (JsonNode condition : live.path("status").path("conditions")) {
                    boolean holds = condition.path("status").asText("").equals("True");
                    String type = condition.path("type").asText("");
                    if (holds && (type.equals("Complete") || type.equals("Failed"))) {
                        yield type.equals("Complete") ? "Succeeded" : "Failed";
                    }
                }
                yield "";
            }
            default -> "Succeeded";
        };
    }
}
