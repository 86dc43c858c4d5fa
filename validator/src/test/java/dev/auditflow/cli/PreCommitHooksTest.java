package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hooks of pre-commit let a commit pass whose golden files are right, and no other. */
class PreCommitHooksTest {
    private static final Path REPOSITORY = Path.of("..");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void hooksRefuseWhatIsNotApproved() throws Exception {
        Files.writeString(folder.resolve("auditflow.yaml"), """
                version: 1
                kubernetes: ["1.34"]
                environments: {dev: }
                releases:
                  - {name: web, manifests: app.yaml, environments: [dev]}
                """);
        manifest("old");
        assertThat(Launched.run(folder, Map.of(), "golden", "update").code()).isZero();
        List<Node> hooks = hooks();
        assertThat(hooks).hasSize(2);
        for (Node hook : hooks) {
            assertThat(run(hook)).as("%s", hook).isZero();
        }
        manifest("new");
        for (Node hook : hooks) {
            assertThat(run(hook)).as("%s", hook).isEqualTo(1);
        }
    }

    @Test
    void hooksLookAtFilesOfCharts() throws IOException {
        for (Node hook : hooks()) {
            Pattern files = Pattern.compile(text(hook, "files"));
            assertThat(List.of("auditflow.yaml", "web/templates/a.tpl", "goldenfiles/web/dev/a.yml", "Chart.lock"))
                    .allMatch(file -> files.matcher(file).find());
            assertThat(files.matcher("src/Main.java").find()).isFalse();
        }
    }

    private void manifest(String value) throws IOException {
        Files.writeString(
                folder.resolve("app.yaml"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, namespace: web}\ndata: {a: %s}\n"
                        .formatted(value));
    }

    private int run(Node hook) throws Exception {
        List<String> entry = Arrays.asList(text(hook, "entry").split(" ", -1));
        assertThat(REPOSITORY.resolve(entry.getFirst())).isExecutable();
        String[] arguments = entry.subList(1, entry.size()).toArray(String[]::new);
        return Launched.run(folder, Map.of(), arguments).code();
    }

    private static List<Node> hooks() throws IOException {
        String text = Files.readString(REPOSITORY.resolve(".pre-commit-hooks.yaml"));
        return ((ListNode) YamlReader.read(text).documents().getFirst()).items();
    }

    private static String text(Node hook, String key) {
        return ((MapNode) hook).string(key).orElseThrow();
    }
}
