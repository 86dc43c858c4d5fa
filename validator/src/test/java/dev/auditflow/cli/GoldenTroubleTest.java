package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Golden files that cannot be written, are written half, twice or by hand: nothing is lost, and the next run is right. */
class GoldenTroubleTest {
    private static final int MANY = 200;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void settings() throws IOException {
        configure("golden");
        manifests(object("one", "old"), object("two", "old"));
    }

    private void configure(String golden) throws IOException {
        Files.writeString(folder.resolve("auditflow.yaml"), """
                version: 1
                kubernetes: ["1.34"]
                golden: {path: %s}
                environments: {dev: }
                releases:
                  - {name: web, manifests: app.yaml, environments: [dev]}
                """.formatted(golden));
    }

    private void manifests(String... objects) throws IOException {
        Files.writeString(folder.resolve("app.yaml"), String.join("---\n", objects));
    }

    private static String object(String name, String value) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {a: %s, b: same}\n".formatted(name, value);
    }

    private Launched golden(String command) throws Exception {
        return Launched.run(folder, Map.of(), "golden", command);
    }

    private Path file(String name) {
        return folder.resolve("golden/web/dev").resolve("configmap." + name + ".yaml");
    }

    @Test
    void aFolderThatCannotBeIsSaid() throws Exception {
        Files.writeString(folder.resolve("approved"), "a file\n");
        configure("approved/files");
        Launched update = golden("update");
        assertThat(update.err()).contains("approved/files/web/dev cannot be written: ");
        assertThat(update.code()).isEqualTo(2);
        assertThat(folder.resolve("approved")).hasContent("a file\n");
    }

    /** Nobody writes there, not even root. */
    @Test
    void aFolderThatIsReadOnlyIsSaid() throws Exception {
        Files.createDirectories(folder.resolve("golden/web"));
        Files.createSymbolicLink(folder.resolve("golden/web/dev"), Path.of("/proc/self"));
        Launched update = golden("update");
        assertThat(update.err()).contains("golden/web/dev cannot be written: ");
        assertThat(update.code()).isEqualTo(2);
        Files.delete(folder.resolve("golden/web/dev"));
        assertThat(golden("update").code()).isZero();
        assertThat(golden("diff").out()).isEqualTo("no changes\n");
    }

    @Test
    void objectsOfTheSameNameHaveAFileEach() throws Exception {
        manifests(object("one", "first"), object("one", "second"));
        assertThat(golden("update").out()).contains("configmap.one.yaml\n", "configmap.one.2.yaml\n");
        assertThat(golden("diff").out()).isEqualTo("no changes\n");
        manifests(object("one", "first"), object("one", "third"));
        Launched diff = golden("diff");
        assertThat(diff.out()).contains("1 changed, 1 unchanged", "- second", "+ third");
        assertThat(diff.code()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenByHandIsReadAndStays() throws Exception {
        assertThat(golden("update").code()).isZero();
        String byHand = """
                # Approved after the review of May.
                kind: ConfigMap
                apiVersion: v1
                metadata:
                  name: &name one # and nowhere else
                data: {<<: &same {b: same}, a: "old"}
                """;
        Files.writeString(file("one"), byHand);
        assertThat(golden("diff").out()).isEqualTo("no changes\n");
        assertThat(golden("update").out()).isEmpty();
        assertThat(file("one")).hasContent(byHand);
        manifests(object("one", "new"), object("two", "old"));
        assertThat(golden("diff").out()).contains("- old", "+ new", "1 changed, 1 unchanged");
        assertThat(golden("update").out()).endsWith("configmap.one.yaml\n").doesNotContain("two");
        assertThat(golden("diff").out()).isEqualTo("no changes\n");
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aKillWhileItWritesLeavesEachFileWhole() throws Exception {
        manifests(all("old"));
        assertThat(golden("update").code()).isZero();
        Map<String, String> before = files();
        manifests(all("new"));
        Process update = Launched.builder(folder, Map.of(), "golden", "update").start();
        while (update.isAlive() && Files.readString(file("map-003")).contains("old")) {
            Thread.onSpinWait();
        }
        update.destroyForcibly().waitFor();
        Map<String, String> killed = files();
        assertThat(killed).containsOnlyKeys(before.keySet());
        before.forEach((name, text) -> assertThat(killed.get(name)).isIn(text, text.replace("a: old", "a: new")));
        long left =
                killed.values().stream().filter(text -> text.contains("old")).count();
        assertThat(golden("diff").out()).contains(left == 0 ? "no changes" : left + " changed");
        assertThat(golden("update").out().lines()).hasSize((int) left);
        assertThat(golden("diff").out()).isEqualTo("no changes\n");
    }

    private static String[] all(String value) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> object("map-%03d".formatted(i), value))
                .toArray(String[]::new);
    }

    /** The golden files, without what only a writer reads. */
    private Map<String, String> files() throws IOException {
        try (Stream<Path> list = Files.list(folder.resolve("golden/web/dev"))) {
            List<Path> files =
                    list.filter(file -> file.toString().endsWith(".yaml")).toList();
            return files.stream()
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString(),
                            GoldenTroubleTest::text,
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
