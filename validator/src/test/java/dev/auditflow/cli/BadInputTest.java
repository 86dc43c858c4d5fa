package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Tar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies in the input: one clear sentence with the place, the right exit code, and the other targets checked. */
class BadInputTest {
    private static final Path GOOD = Path.of("src/test/resources/cli/shared/good/settings.yaml");
    private static final String OBJECT = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: x
          labels: {app.kubernetes.io/name: x, app.kubernetes.io/instance: x, app.kubernetes.io/managed-by: x}
        """;
    private static final String JSON = """
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "labels": {
            "app.kubernetes.io/name": "x", "app.kubernetes.io/instance": "x", "app.kubernetes.io/managed-by": "x"}}}
            """;
    private static final String CHART = "apiVersion: v2\nname: c\nversion: 0.1.0\n";

    @TempDir
    Path folder;

    /**
     * A bad input.
     *
     * @param code the exit code
     * @param sentence what the output must hold; {@code $DIR} stands for the folder
     */
    private record Case(String name, int code, String sentence, Setup setup) {}

    /** Writes the input below a folder and gives its path. */
    private interface Setup {
        Path write(Path dir) throws IOException, InterruptedException;
    }

    private static Case bad(String name, int code, String sentence, Setup setup) {
        return new Case(name, code, sentence, setup);
    }

    private static Case text(String name, int code, String sentence, String text) {
        return bad(name, code, sentence, dir -> file(dir.resolve("x.yaml"), text));
    }

    private static Path file(Path path, String text) throws IOException {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path chart(Path dir, String text) throws IOException {
        file(dir.resolve("c/Chart.yaml"), text);
        return dir.resolve("c");
    }

    private static Path file(Path path, byte[] bytes) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.write(path, bytes);
    }

    private static List<Case> files() {
        return List.of(
                bad("missing", 3, "$DIR/nowhere does not exist", dir -> dir.resolve("nowhere")),
                bad(
                        "empty folder",
                        3,
                        "$DIR/x holds no .yaml, .yml or .json file",
                        dir -> Files.createDirectories(dir.resolve("x"))),
                bad(
                        "file that is a folder",
                        3,
                        "$DIR/x.yaml holds no .yaml",
                        dir -> Files.createDirectories(dir.resolve("x.yaml"))),
                bad(
                        "link to nothing",
                        3,
                        "$DIR/x.yaml is a symbolic link to nothing",
                        dir -> Files.createSymbolicLink(dir.resolve("x.yaml"), dir.resolve("nowhere"))),
                bad("link to nothing in a folder", 3, "$DIR/f/x.yaml is a symbolic link to nothing", dir -> {
                    file(dir.resolve("f/good.yaml"), OBJECT);
                    Files.createSymbolicLink(dir.resolve("f/x.yaml"), dir.resolve("nowhere"));
                    return dir.resolve("f");
                }),
                bad("links in a circle", 3, "$DIR/f/g/up is a symbolic link that leads back", dir -> {
                    file(dir.resolve("f/g/good.yaml"), OBJECT);
                    Files.createSymbolicLink(dir.resolve("f/g/up"), dir.resolve("f"));
                    return dir.resolve("f");
                }),
                bad(
                        "link to itself",
                        3,
                        "$DIR/x.yaml",
                        dir -> Files.createSymbolicLink(dir.resolve("x.yaml"), dir.resolve("x.yaml"))),
                bad("folders deeper than anybody reads", 3, "lies deeper than 64 folders", dir -> {
                    Path deep = dir.resolve("f");
                    for (int i = 0; i < 70; i++) {
                        deep = deep.resolve("d");
                    }
                    file(deep.resolve("x.yaml"), OBJECT);
                    return dir.resolve("f");
                }),
                bad("endless device", 3, "/dev/zero is no regular file", dir -> Path.of("/dev/zero")),
                bad("device without an end", 3, "/dev/null is no regular file", dir -> Path.of("/dev/null")),
                bad("pipe that nobody writes to", 3, "$DIR/x.yaml is no regular file", dir -> pipe(dir, "x.yaml")),
                bad("pipe in a folder", 3, "$DIR/f/x.yaml is no regular file", dir -> {
                    file(dir.resolve("f/good.yaml"), OBJECT);
                    pipe(dir, "f/x.yaml");
                    return dir.resolve("f");
                }),
                bad(
                        "file that gives an input error",
                        3,
                        "/proc/self/mem cannot be read",
                        dir -> Path.of("/proc/self/mem")),
                bad(
                        "name that moves the cursor",
                        3,
                        "\\u001b[2J",
                        dir -> file(dir.resolve("x\u001b[2J\r\n::error::.yaml"), "a: [")));
    }

    private static List<Case> texts() {
        return List.of(
                text("nothing", 3, "rendered no Kubernetes object", ""),
                text("comments only", 3, "rendered no Kubernetes object", "# a\n---\n# b\n"),
                text("tab", 3, "$DIR/x.yaml:6", OBJECT + "\tdata: {}\n"),
                text("half a quote", 3, "$DIR/x.yaml:", OBJECT + "data:\n  a: \"b\n"),
                text("two documents glued", 3, "$DIR/x.yaml:6", OBJECT + "data: {a: b}--- apiVersion: v1\nkind: x\n"),
                text("unknown alias", 3, "$DIR/x.yaml:6", OBJECT + "data: *nowhere\n"),
                text("alias of itself", 3, "$DIR/x.yaml:6", OBJECT + "data: &a {b: *a}\n"),
                text("control character", 3, "$DIR/x.yaml:7", OBJECT + "data:\n  a: b\u0001c\n"),
                text("NUL", 3, "$DIR/x.yaml:6", OBJECT + "\u0000\n"),
                text("key that is a list", 3, "$DIR/x.yaml:6", OBJECT + "? [a, b]\n: c\n"),
                text("key that is null", 3, "$DIR/x.yaml:6", OBJECT + "null: c\n"),
                text("number without a value in JSON", 3, "$DIR/x.yaml:7", OBJECT + "data:\n  a: .nan\n"),
                text("directive", 3, "$DIR/x.yaml:1", "%YAML 1.1\n---\n" + OBJECT),
                text("separator with more on its line", 3, "$DIR/x.yaml:6", OBJECT + "--- {a: b}\n"),
                text("tag that changes a type", 3, "$DIR/x.yaml:7", OBJECT + "data:\n  a: !!binary aGk=\n"),
                text("unknown directive", 3, "$DIR/x.yaml:1", "%YAML 9.9\n---\n" + OBJECT),
                text("no object", 3, "no Kubernetes object", "hello\n"),
                text("deep flow", 3, "$DIR/x.yaml:6", OBJECT + "data: " + "[".repeat(100_000)),
                text(
                        "deep flow that is closed",
                        3,
                        "$DIR/x.yaml:6",
                        OBJECT + "data: " + "[".repeat(10_000) + "]".repeat(10_000) + "\n"),
                text(
                        "deep mappings",
                        3,
                        "$DIR/x.yaml:6",
                        OBJECT + "data: " + "{a: ".repeat(10_000) + "}".repeat(10_000) + "\n"),
                text("deep dashes", 3, "$DIR/x.yaml:7", OBJECT + "data:\n  " + "- ".repeat(10_000) + "a\n"),
                bad(
                        "deep JSON",
                        3,
                        "$DIR/x.json:1",
                        dir -> file(dir.resolve("x.json"), "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000))),
                text("alias bomb", 3, "$DIR/x.yaml:", bomb("[", "]")),
                text("alias bomb of mappings", 3, "$DIR/x.yaml:", bomb("{", "}")),
                bad(
                        "invalid UTF-8",
                        3,
                        "$DIR/x.yaml:6",
                        dir -> file(dir.resolve("x.yaml"), bytes(OBJECT, new byte[] {'#', (byte) 0xff, '\n'}))),
                bad(
                        "UTF-16",
                        3,
                        "$DIR/x.yaml:1",
                        dir -> file(dir.resolve("x.yaml"), OBJECT.getBytes(StandardCharsets.UTF_16))),
                bad("larger than anything", 3, "$DIR/x.yaml is larger than 20 MiB", dir -> {
                    Path path = dir.resolve("x.yaml");
                    try (OutputStream out = Files.newOutputStream(path)) {
                        byte[] block = (OBJECT + "---\n").repeat(1000).getBytes(StandardCharsets.UTF_8);
                        for (long size = 0; size < 50L * 1024 * 1024; size += block.length) {
                            out.write(block);
                        }
                    }
                    return path;
                }));
    }

    /** What looks wrong and is not: it is read as Kubernetes reads it. */
    private static List<Case> harmless() {
        return List.of(
                text("Windows line ends", 0, "1 document checked", OBJECT.replace("\n", "\r\n")),
                text("byte order mark", 0, "1 document checked", "\uFEFF" + OBJECT),
                text("byte order mark and a separator", 0, "1 document checked", "\uFEFF---\n" + OBJECT),
                text("separators without end", 0, "1 document checked", "---\n---\n" + OBJECT + "---\n...\n---\n"),
                text("a long line", 0, "1 document checked", OBJECT + "data:\n  a: " + "b".repeat(900_000) + "\n"),
                bad("folder with the name of a file", 0, "1 document checked", dir -> {
                    file(dir.resolve("f/x.yaml/y.yaml"), OBJECT);
                    return dir.resolve("f");
                }),
                bad("JSON", 0, "1 document checked", dir -> file(dir.resolve("x.json"), JSON)));
    }

    private static List<Case> charts() {
        return List.of(
                bad("chart file that is no YAML", 3, "Chart.yaml", dir -> chart(dir, "a: [")),
                bad("chart file that is empty", 3, "Chart.yaml", dir -> chart(dir, "")),
                bad("chart without templates", 3, "rendered no Kubernetes object", dir -> chart(dir, CHART)),
                bad("values that are no YAML", 3, "values.yaml", dir -> {
                    file(dir.resolve("c/values.yaml"), "a: [\n");
                    return chart(dir, CHART);
                }),
                bad("values that are a list", 3, "values.yaml", dir -> {
                    file(dir.resolve("c/values.yaml"), "- a\n");
                    return chart(dir, CHART);
                }),
                bad("template that only comments", 3, "rendered no Kubernetes object", dir -> {
                    file(dir.resolve("c/templates/x.yaml"), "{{- if false }}\na: b\n{{- end }}\n# c\n");
                    return chart(dir, CHART);
                }),
                bad("template that calls itself", 3, "templates/x.yaml:1", dir -> {
                    file(
                            dir.resolve("c/templates/x.yaml"),
                            "{{ define \"a\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}");
                    return chart(dir, CHART);
                }),
                bad("template without an end", 3, "templates/x.yaml:1", dir -> {
                    file(
                            dir.resolve("c/templates/x.yaml"),
                            "{{ range until 100000 }}{{ range until 100000 }}{{ repeat 1000 \"x\" }}{{ end }}{{ end"
                                    + " }}");
                    return chart(dir, CHART);
                }),
                bad("package that is none", 3, "$DIR/x.tgz", dir -> file(dir.resolve("x.tgz"), "hello")),
                bad(
                        "package that ends early",
                        3,
                        "$DIR/x.tgz",
                        dir -> file(dir.resolve("x.tgz"), java.util.Arrays.copyOf(packed("c/Chart.yaml", CHART), 40))),
                bad(
                        "package that climbs",
                        3,
                        "$DIR/x.tgz",
                        dir -> file(dir.resolve("x.tgz"), packed("c/../../../etc/passwd", "x"))),
                bad(
                        "package with an absolute name",
                        3,
                        "$DIR/x.tgz",
                        dir -> file(dir.resolve("x.tgz"), packed("/etc/passwd", "x"))),
                bad(
                        "package that is a bomb",
                        3,
                        "$DIR/x.tgz",
                        dir -> file(dir.resolve("x.tgz"), packed("c/values.yaml", "a".repeat(200 * 1024 * 1024)))),
                bad("subchart that is the chart", 3, "$DIR/c", dir -> {
                    file(dir.resolve("c/Chart.yaml"), CHART);
                    Files.createDirectories(dir.resolve("c/charts"));
                    Files.createSymbolicLink(dir.resolve("c/charts/c"), dir.resolve("c"));
                    return dir.resolve("c");
                }),
                bad("pipe in a chart", 3, "$DIR/c/templates/x.yaml", dir -> {
                    file(dir.resolve("c/Chart.yaml"), CHART);
                    Files.createDirectories(dir.resolve("c/templates"));
                    pipe(dir, "c/templates/x.yaml");
                    return dir.resolve("c");
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyBadInputIsOneSentence() {
        return Stream.of(files(), texts(), harmless(), charts())
                .flatMap(List::stream)
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> check(bad)));
    }

    private void check(Case bad) throws IOException, InterruptedException {
        Path dir = Files.createTempDirectory(folder, "case");
        Path input = bad.setup().write(dir);
        FrontDoor.Result result = FrontDoor.run("validate", input.toString());
        String text = result.text().replace(dir.toString(), "$DIR");
        assertThat(text).contains(bad.sentence()).doesNotContain("defect", "Exception", "\u001b", "\n::error::");
        assertThat(result.exitCode()).isEqualTo(bad.code());
        FrontDoor.Result both = FrontDoor.run("validate", input.toString(), GOOD.toString());
        assertThat(both.exitCode()).isEqualTo(bad.code());
        assertThat(both.output()).containsPattern("(?m)^PASS  " + GOOD);
    }

    /** Hostile texts end within a small heap. */
    @Test
    void hostileTextsNeedLittleMemory() throws IOException, InterruptedException {
        file(folder.resolve("in/bomb.yaml"), bomb("[", "]"));
        file(folder.resolve("in/deep.yaml"), OBJECT + "data: " + "[".repeat(1_000_000));
        file(folder.resolve("in/dashes.yaml"), OBJECT + "data:\n  " + "- ".repeat(100_000) + "a\n");
        file(folder.resolve("in/long.yaml"), OBJECT + "data:\n  a: " + "b".repeat(5_000_000) + "\n");
        FrontDoor.Result result =
                FrontDoor.process(folder, Map.of(), List.of("-Xmx256m"), new byte[0], "validate", "in");
        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).contains("in/bomb.yaml:", "in/deep.yaml:6", "in/dashes.yaml:7");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    private static byte[] bytes(String text, byte[] more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(more);
        return out.toByteArray();
    }

    private static String bomb(String open, String close) {
        StringBuilder text = new StringBuilder("a0: &a0 " + open + (open.equals("[") ? "x" : "k: x") + close + "\n");
        for (int i = 1; i < 12; i++) {
            text.append("a%d: &a%d ".formatted(i, i)).append(open);
            for (int j = 0; j < 10; j++) {
                text.append(open.equals("[") ? "" : "k" + j + ": ")
                        .append("*a")
                        .append(i - 1)
                        .append(", ");
            }
            text.append(close).append('\n');
        }
        return text.toString();
    }

    private static Path pipe(Path dir, String name) throws IOException, InterruptedException {
        Path path = dir.resolve(name);
        new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        return path;
    }

    /** A package with one file in it. */
    private static byte[] packed(String name, String text) {
        return Tar.packed().file(name, text).bytes();
    }
}
