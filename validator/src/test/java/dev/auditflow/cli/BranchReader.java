package dev.auditflow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Git;
import dev.auditflow.lab.Lab;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Does what Argo CD and Flux do with a branch, as far as a promoter can see: applies what is in a folder, deletes what is there no
 * more, and says so in the status of an Application or Kustomization.
 */
final class BranchReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Lab lab;
    private final Git git;
    private final String branch;
    private final String folder;
    private final String namespace;
    private final String status;
    private final boolean flux;
    private volatile String failure = "";
    private volatile boolean asleep;
    private volatile boolean over;
    private String seen = "";
    private Set<String> brought = Set.of();

    /** @param status path of the object whose status it writes */
    BranchReader(Lab lab, Path bare, String branch, String folder, String namespace, String status) {
        this.lab = lab;
        this.git = Git.in(bare);
        this.branch = branch;
        this.folder = folder;
        this.namespace = namespace;
        this.status = status;
        this.flux = status.contains("/kustomizations/");
        Thread.ofVirtual().start(this::work);
    }

    /** Syncs of promotions fail from now on, with these words; none for an end of that. */
    void failWith(String words) {
        failure = words;
        seen = "";
    }

    /** Does not look at the branch any more, or does again. */
    void sleep(boolean now) {
        asleep = now;
    }

    private void work() {
        try {
            while (!over) {
                var head = git.run(List.of("rev-parse", "--verify", "--quiet", branch));
                String commit = head.output().strip();
                if (head.exitCode() == 0 && !commit.equals(seen) && !asleep) {
                    bring(commit);
                    seen = commit;
                }
                Thread.sleep(100);
            }
        } catch (Exception e) {
            // The lab ends before its readers do.
            if (!over) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void bring(String commit) throws Exception {
        boolean back =
                git.line(List.of("log", "-1", "--format=%s", commit), "no log").contains(" back to ");
        String words = back ? "" : failure;
        if (words.isEmpty()) {
            sync(commit);
        }
        String state = flux ? flux(commit, words) : argo(commit, words);
        var told = lab.send("PATCH", flux ? status + "/status" : status, "application/merge-patch+json", state);
        if (told.status() >= 300 && told.status() != 404) {
            throw new IllegalStateException(told.body());
        }
    }

    private void sync(String commit) throws Exception {
        Set<String> now = new HashSet<>();
        for (String file : git.output(List.of("ls-tree", "-r", "--name-only", commit, "--", folder + "/"), "no tree")
                .lines()
                .toList()) {
            if (file.endsWith(".yaml") && !file.endsWith("/kustomization.yaml")) {
                String text = git.output(List.of("show", commit + ":" + file), "no file");
                for (Resource object : ManifestReader.objects(file, text)) {
                    now.add(apply(object));
                }
            }
        }
        for (String path : brought) {
            if (!now.contains(path)) {
                lab.send("DELETE", path, "application/json", "{\"propagationPolicy\":\"Background\"}");
            }
        }
        brought = now;
    }

    /** @return the path of the object */
    private String apply(Resource object) throws Exception {
        String api = object.id().apiVersion();
        String root = (api.contains("/") ? "/apis/" : "/api/") + api;
        String path = "";
        for (JsonNode kind : JSON.readTree(
                        lab.send("GET", root, "application/json", "").body())
                .path("resources")) {
            if (kind.path("kind").asText().equals(object.id().kind())
                    && !kind.path("name").asText().contains("/")) {
                path = root + (kind.path("namespaced").asBoolean() ? "/namespaces/" + namespace : "") + "/"
                        + kind.path("name").asText() + "/" + object.id().name();
            }
        }
        String text = new String(object.json(), StandardCharsets.UTF_8);
        var answer = lab.send("PATCH", path + "?fieldManager=reader&force=true", "application/apply-patch+yaml", text);
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.body());
        }
        return path;
    }

    private static String argo(String commit, String words) {
        return """
                {"status":{"sync":{"status":"%s","revision":"%s"},"health":{"status":"Healthy"},
                "operationState":{"operation":{},"startedAt":"2026-01-02T03:04:05Z","phase":"%s","message":"%s",
                "syncResult":{"revision":"%2$s"}}}}""".formatted(
                        words.isEmpty() ? "Synced" : "OutOfSync",
                        commit,
                        words.isEmpty() ? "Succeeded" : "Failed",
                        words.isEmpty() ? "successfully synced" : words);
    }

    private String flux(String commit, String words) {
        String revision = branch + "@sha1:" + commit;
        return """
                {"status":{"observedGeneration":1,"lastAttemptedRevision":"%1$s",%2$s
                "conditions":[{"type":"Ready","status":"%3$s","reason":"%4$s","message":"%5$s",
                "lastTransitionTime":"2026-01-02T03:04:05Z"}]}}""".formatted(
                        revision,
                        words.isEmpty() ? "\"lastAppliedRevision\":\"" + revision + "\"," : "",
                        words.isEmpty() ? "True" : "False",
                        words.isEmpty() ? "ReconciliationSucceeded" : "BuildFailed",
                        words.isEmpty() ? "Applied revision" : words);
    }

    @Override
    public void close() {
        over = true;
    }
}
