package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.render.ChartComparison.Sameness;
import dev.auditflow.render.chart.Corpus;
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

    private final ChartComparison comparison = new ChartComparison();

    @Test
    void printsWhatHelmPrintsForOurCharts() throws IOException {
        try (Stream<Path> own = Files.list(Path.of("src/test/resources/charts"))) {
            compare(
                    "our test charts with their values files and flags",
                    own.filter(path -> Files.exists(path.resolve("Chart.yaml")))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void printsWhatHelmPrintsForPublicCharts() throws IOException {
        if (Corpus.charts().isEmpty()) {
            return; // They lie beside the repository for those who have them.
        }
        compare("public charts with the values files that come with them and flags", Corpus.charts());
    }

    /** AUDITFLOW_HELM4 names a helm of version 4. Where charts fail the two Helms have other words, which are not ours. */
    @Test
    void printsWhatHelm4PrintsWhenThereIsOne() throws IOException {
        HelmBinary four = new HelmBinary(System.getenv().getOrDefault("AUDITFLOW_HELM4", "no helm 4"));
        if (four.find().isEmpty()) {
            return; // The row in docs stays as it was measured.
        }
        ChartComparison fourth = new ChartComparison(four, HelmVersion.HELM_4);
        Map<String, Sameness> table = new TreeMap<>();
        for (Case one : cases(Corpus.charts())) {
            Sameness sameness = fourth.compare("helm 4 " + one.name(), one.request());
            boolean fails = sameness == Sameness.DIFFERENT && fourth.bothFail(one.request());
            table.put(one.name(), fails ? Sameness.SAME_FAILURE : sameness);
        }
        assertThat(table.entrySet().stream()
                        .filter(entry -> !entry.getValue().isSame())
                        .toList())
                .isEmpty();
        ParityDoc.check("the same public charts as Helm 4.3", Corpus.charts().size(), table.values());
    }

    private void compare(String row, List<Path> charts) throws IOException {
        assumeThat(comparison.helm())
                .as("install helm on the PATH to run this test")
                .isPresent();
        Map<String, Sameness> table = new TreeMap<>();
        for (Case one : cases(charts)) {
            table.put(one.name(), comparison.compare(one.name(), one.request()));
        }
        table.forEach((name, sameness) -> System.out.printf("%-16s %s%n", sameness, name));
        assertThat(table.entrySet().stream()
                        .filter(entry -> !entry.getValue().isSame())
                        .toList())
                .isEmpty();
        ParityDoc.check(row, charts.size(), table.values());
    }

    private static List<Case> cases(List<Path> charts) throws IOException {
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
