package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code golden diff --against}: another commit and another environment, in a repository of its own. */
class GoldenAgainstTest {
    @TempDir
    Path folder;

    @BeforeEach
    void repository() throws Exception {
        write("auditflow.yaml", """
                version: 1
                environments:
                  dev:
                  prod:
                releases:
                  - name: web
                    chart: web
                    environments:
                      dev: {values: dev.yaml}
                      prod: {values: prod.yaml}
                """);
        write("dev.yaml", "replicas: 1\n");
        write("prod.yaml", "replicas: 3\n");
        write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        write("web/values.yaml", "image: nginx:1\npassword: hunter2\n");
        write("web/templates/objects.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: db}
                stringData: {password: {{ .Values.password }}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: {{ .Values.replicas }}
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web, helm.sh/chart: "web-{{ .Chart.Version }}"}}
                    spec: {containers: [{name: web, image: "{{ .Values.image }}"}]}
                """);
        git("init", "-q", "-b", "main");
        git("add", ".");
        git("commit", "-q", "-m", "one");
    }

    @Test
    void tellsWhatACommitRenderedWithoutTouchingTheTree() throws Exception {
        write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.1.0\n");
        write("web/values.yaml", "image: nginx:2\npassword: hunter3\n");
        String status = output("git", "status", "--porcelain");
        Launched run = run("golden", "diff", "--against", "main");
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("~ Secret/db  config", "- nginx:1", "+ nginx:2", "restarts: Replaces 3 pods")
                .doesNotContain("hunter");
        assertThat(run.out().lines().filter(line -> line.contains("<secret ")).distinct())
                .as("a secret that changed shows as two hashes")
                .hasSize(2 * 2);
        assertThat(output("git", "status", "--porcelain")).isEqualTo(status);
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("auditflow-against")))
                    .isEmpty();
        }
    }

    @Test
    void tellsThatPodsRestartForWhatIsMasked() throws Exception {
        write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.1.0\n");
        Launched run = run("golden", "diff", "--against", "HEAD", "-o", "brief", "web/dev");
        assertThat(run.out()).isEqualTo("""
                        web/dev@1.34  ~ Deployment/web  restarts  (only masked fields differ)
                        1 target, 1 restarts
                        """);
    }

    @Test
    void namesPlacesOfTheOldTreeByItsCommit() throws Exception {
        write("web/templates/objects.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        Launched run = run("golden", "diff", "--against", "HEAD", "web/dev");
        assertThat(run.out()).contains("disrupts: Its pods stop", "at  HEAD:web/templates/objects.yaml:");
    }

    @Test
    void tellsTargetsThatCameAndWent() throws Exception {
        String config = Files.readString(folder.resolve("auditflow.yaml"));
        write("auditflow.yaml", config.replace("name: web", "name: site"));
        Launched run = run("golden", "diff", "--against", "main", "-o", "brief");
        assertThat(run.out()).contains("site/prod@1.34  + Deployment/web", "web/prod@1.34  - Deployment/web  disrupts");
    }

    @Test
    void comparesEnvironmentsSideBySide() throws Exception {
        Launched run = run("golden", "diff", "--against-env", "dev", "web/prod", "-o", "brief");
        assertThat(run.out()).isEqualTo("""
                        web/prod@1.34 against dev  ~ Deployment/web  config
                        1 target, configuration only
                        """);
        assertThat(run("golden", "diff", "--against-env", "test").err())
                .contains("There is no environment \"test\" in auditflow.yaml; it lists dev, prod");
    }

    @Test
    void refusesCommitsThatAreNone() throws Exception {
        assertThat(run("golden", "diff", "--against", "nowhere").err()).contains("git knows no commit \"nowhere\"");
        assertThat(run("golden", "diff", "--against", "--output=/tmp/x").code()).isEqualTo(2);
        git("checkout", "-q", "--orphan", "empty");
        git("rm", "-q", "-r", "--cached", ".");
        git("commit", "-q", "--allow-empty", "-m", "nothing");
        assertThat(run("golden", "diff", "--against", "empty").err())
                .contains("empty has no auditflow.yaml, so there is nothing to compare with");
        assertThat(run("golden", "diff", "--against", "main").out()).isEqualTo("no changes\n");
    }

    private Launched run(String... args) throws IOException, InterruptedException {
        return Launched.run(folder, Map.of(), args);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void git(String... args) throws Command.Failure {
        List<String> argv =
                new ArrayList<>(List.of("git", "-c", "user.name=test", "-c", "user.email=test@example.com"));
        argv.addAll(List.of(args));
        output(argv.toArray(String[]::new));
    }

    private String output(String... argv) throws Command.Failure {
        Command.Result result = Command.of(List.of(argv)).in(folder).run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }
}
