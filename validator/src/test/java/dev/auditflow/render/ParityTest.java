package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.render.chart.Corpus;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import dev.auditflow.render.template.functions.GoYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Our engine prints byte for byte what the helm binary prints, and fails where it fails, for our own charts and, where
 * it is present, for the corpus of public charts: each with its default values, with the values files that come with it,
 * and with flags. Lines that helm itself prints differently from run to run are not compared. The table is printed.
 */
class ParityTest {
    private record Case(String name, HelmRequest request) {}

    /** How two results compare. */
    private enum Sameness {
        SAME_BYTES,
        SAME_FAILURE,
        SAME_BUT_RANDOM,
        DIFFERENT
    }

    private final HelmBinary helm = new HelmBinary(System.getenv().getOrDefault("HELM_BIN", ""));
    private final JavaHelmEngine own =
            new JavaHelmEngine(HelmFunctionTable.standard(), GoYaml::write, Limits.defaults());

    @Test
    void printsWhatHelmPrints() throws IOException {
        assumeThat(helm.find()).as("install helm on the PATH to run this test").isPresent();
        Map<String, Sameness> table = new TreeMap<>();
        for (Case one : cases()) {
            table.put(one.name(), compare(one));
        }
        table.forEach((name, sameness) -> System.out.printf("%-16s %s%n", sameness, name));
        assertThat(table).doesNotContainValue(Sameness.DIFFERENT).isNotEmpty();
    }

    private Sameness compare(Case one) throws IOException {
        RenderResult mine = own.render(one.request());
        RenderResult theirs = helm.render(one.request());
        if (mine instanceof RenderResult.Failed a && theirs instanceof RenderResult.Failed b) {
            boolean same = sorted(a.message()).equals(sorted(b.message()));
            return same ? Sameness.SAME_FAILURE : different(one, a.message(), b.message());
        }
        String a = text(mine);
        String b = text(theirs);
        if (a.equals(b)) {
            return Sameness.SAME_BYTES;
        }
        RenderResult checked = new CrossCheckedHelm(own, helm).render(one.request());
        return checked instanceof RenderResult.Rendered ? Sameness.SAME_BUT_RANDOM : different(one, a, b);
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

    private static List<Case> cases() throws IOException {
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
            cases.add(new Case(name, request(chart).build()));
            cases.add(new Case(
                    name + " as an upgrade with CRDs and without tests",
                    request(chart)
                            .isUpgrade(true)
                            .includeCrds(true)
                            .skipTests(true)
                            .build()));
            cases.add(new Case(
                    name + " without hooks with more APIs",
                    request(chart)
                            .noHooks(true)
                            .apiVersions(List.of("monitoring.coreos.com/v1", "cert-manager.io/v1"))
                            .build()));
            for (Path values : valuesFiles(chart)) {
                cases.add(new Case(
                        name + " with " + chart.relativize(values),
                        request(chart).valuesFiles(List.of(values)).build()));
            }
        }
        return cases;
    }

    private static HelmRequest.Builder request(Path chart) {
        return HelmRequest.of(chart, "1.34.0").releaseName("rel").namespace("ns");
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
