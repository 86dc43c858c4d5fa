package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.chart.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engines give the same for our own charts and, where it is present, for the corpus of public charts: each with its
 * default values and with the values files that come with it. What is random in helm itself is compared by the objects'
 * names. The table of results is printed.
 */
class ParityTest {
    @TempDir
    Path folder;

    private record Case(String name, HelmRequest request) {}

    /** How two results compare. */
    private enum Sameness {
        SAME_BYTES,
        SAME_OBJECTS,
        SAME_FAILURE,
        SAME_BUT_RANDOM,
        REFUSED,
        DIFFERENT
    }

    private static HelmBinary helm() {
        HelmBinary helm = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
        assumeThat(helm.find()).as("install helm on the PATH to run this test").isPresent();
        return helm;
    }

    @Test
    void embeddedGivesTheSameObjectsAsTheBinary() throws IOException {
        assumeThat(System.getProperty("os.name") + System.getProperty("os.arch"))
                .as("helm-java has its library for Linux on amd64 only")
                .isEqualTo("Linuxamd64");
        Map<String, Sameness> table = compare(new EmbeddedHelm(folder.resolve("cache")), helm(), true);
        assertThat(table).doesNotContainValue(Sameness.DIFFERENT);
    }

    private Map<String, Sameness> compare(HelmEngine ours, HelmBinary helm, boolean noHooks) throws IOException {
        Map<String, Sameness> table = new TreeMap<>();
        for (Case one : cases(noHooks)) {
            table.put(one.name(), compare(one, ours, helm));
        }
        table.forEach((name, sameness) -> System.out.printf("%-9s %-14s %s%n", ours.name(), sameness, name));
        return table;
    }

    private Sameness compare(Case one, HelmEngine ours, HelmBinary helm) throws IOException {
        RenderResult mine = ours.render(one.request());
        RenderResult theirs = helm.render(one.request());
        if (mine instanceof RenderResult.Failed failed && failed.remedy().contains("--helm-engine")) {
            return Sameness.REFUSED;
        }
        if (mine instanceof RenderResult.Failed a && theirs instanceof RenderResult.Failed b) {
            return sorted(a.message()).equals(sorted(b.message()))
                    ? Sameness.SAME_FAILURE
                    : different(one, a.message(), b.message());
        }
        String a = text(mine);
        String b = text(theirs);
        if (a.equals(b)) {
            return Sameness.SAME_BYTES;
        }
        if (objects(a).equals(objects(b))) {
            return Sameness.SAME_OBJECTS;
        }
        boolean random = !b.equals(text(helm.render(one.request())));
        return random && names(a).equals(names(b)) ? Sameness.SAME_BUT_RANDOM : different(one, a, b);
    }

    /** Leaves both texts behind for whoever looks for the difference. */
    private static Sameness different(Case one, String mine, String theirs) throws IOException {
        Path target = Files.createDirectories(Path.of("target/parity"));
        String name = one.name().replaceAll("[^A-Za-z0-9._-]+", "_");
        Files.writeString(target.resolve(name + ".ours"), mine);
        Files.writeString(target.resolve(name + ".helm"), theirs);
        return Sameness.DIFFERENT;
    }

    /** Helm walks schemas in any order. */
    private static List<String> sorted(String message) {
        return message.lines().sorted().toList();
    }

    private static String text(RenderResult result) {
        return switch (result) {
            case RenderResult.Rendered rendered ->
                rendered.rendering().files().getFirst().text();
            case RenderResult.Failed failed -> "failed: " + failed.message();
        };
    }

    private static List<String> objects(String text) {
        return ManifestReader.objects("x", text).stream()
                .map(resource -> new String(resource.json(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> names(String text) {
        return ManifestReader.objects("x", text).stream()
                .map(Resource::toString)
                .toList();
    }

    private static List<Case> cases(boolean noHooks) throws IOException {
        List<Path> charts = new ArrayList<>();
        try (Stream<Path> own = Files.list(Path.of("src/test/resources/charts"))) {
            own.filter(path -> Files.exists(path.resolve("Chart.yaml")))
                    .sorted()
                    .forEach(charts::add);
        }
        charts.addAll(Corpus.charts());
        List<Case> cases = new ArrayList<>();
        for (Path chart : charts) {
            String name = (chart.endsWith("chart") ? chart.resolve("..").normalize() : chart)
                    .getFileName()
                    .toString();
            cases.add(new Case(name, request(chart, noHooks, List.of())));
            for (Path values : valuesFiles(chart)) {
                cases.add(new Case(name + " with " + values.getFileName(), request(chart, noHooks, List.of(values))));
            }
        }
        return cases;
    }

    private static HelmRequest request(Path chart, boolean noHooks, List<Path> values) {
        return HelmRequest.of(chart, "1.34.0")
                .releaseName("rel")
                .namespace("ns")
                .includeCrds(true)
                .noHooks(noHooks)
                .valuesFiles(values)
                .build();
    }

    private static List<Path> valuesFiles(Path chart) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(chart, chart.resolve("ci"), chart.resolveSibling("values"), chart.resolve(".."))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(file -> file.getFileName().toString().matches("(?!values\\.yaml).*values.*\\.ya?ml"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }
}
