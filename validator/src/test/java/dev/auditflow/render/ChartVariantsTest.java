package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.render.ChartComparison.Sameness;
import dev.auditflow.render.chart.Corpus;
import dev.auditflow.render.chart.ValuesVariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Charts with values that nobody wrote, beside helm: a few a chart each time; {@code AUDITFLOW_CHARTS=FOLDER:COUNT:SEED}
 * takes the charts below a folder (empty for the usual ones) with that many variants each; {@code :ROW} behind
 * it names the row of docs/chart-parity.md that the numbers belong to.
 */
class ChartVariantsTest {
    private static final String USUAL = "the public charts with a sample of made-up values";

    private record Wanted(List<Path> charts, int each, long seed, String row) {}

    private record Case(String name, HelmRequest request) {}

    private final ChartComparison comparison = new ChartComparison();

    @TempDir
    Path temp;

    @Test
    void printsWhatHelmPrintsForOtherValues() throws IOException {
        assumeThat(comparison.helm())
                .as("install helm on the PATH to run this test")
                .isPresent();
        Wanted wanted = wanted();
        Map<String, Sameness> table = new ConcurrentHashMap<>();
        cases(wanted).parallelStream().forEach(one -> table.put(one.name(), compare(one)));

        Map<Sameness, Integer> sums = new TreeMap<>();
        table.values().forEach(sameness -> sums.merge(sameness, 1, Integer::sum));
        List<String> different = table.entrySet().stream()
                .filter(entry -> !entry.getValue().isSame())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        System.out.printf(
                "charts %d, agree %d of %d %s%n",
                wanted.charts().size(), table.size() - different.size(), table.size(), sums);
        assertThat(different).isEmpty();
        if (!wanted.row().isEmpty() && !wanted.charts().isEmpty()) {
            ParityDoc.check(wanted.row(), wanted.charts().size(), table.values());
        }
    }

    private Sameness compare(Case one) {
        try {
            return comparison.compare(one.name(), one.request());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Wanted wanted() throws IOException {
        String[] words = Optional.ofNullable(System.getenv("AUDITFLOW_CHARTS"))
                .orElse(":6:1:" + USUAL)
                .split(":", -1);
        return new Wanted(
                words[0].isEmpty() ? Corpus.charts() : chartsBelow(Path.of(words[0])),
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                words.length > 3 ? words[3] : "");
    }

    private static List<Path> chartsBelow(Path folder) throws IOException {
        List<Path> charts = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder, 10)) {
            for (Path file : all.filter(ChartVariantsTest::isChart).sorted().toList()) {
                Path chart = file.endsWith("Chart.yaml") ? file.resolveSibling("") : file;
                if (charts.stream().noneMatch(chart::startsWith)) {
                    charts.add(chart);
                }
            }
        }
        return charts;
    }

    private static boolean isChart(Path file) {
        return file.endsWith("Chart.yaml") || file.toString().endsWith(".tgz");
    }

    private List<Case> cases(Wanted wanted) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (Path chart : wanted.charts()) {
            String folder =
                    String.valueOf(chart.toAbsolutePath().resolveSibling("").getFileName());
            String name = chart.endsWith("chart") ? folder : folder + " " + chart.getFileName();
            cases.add(new Case(name, request(chart).build()));
            List<ValuesVariants.Variant> variants = ValuesVariants.of(chart, wanted.seed());
            for (ValuesVariants.Variant variant : variants.subList(0, Math.min(wanted.each(), variants.size()))) {
                cases.add(new Case(name + " with " + variant.name(), request(chart, variant)));
            }
        }
        return cases;
    }

    private HelmRequest request(Path chart, ValuesVariants.Variant variant) throws IOException {
        HelmRequest.Builder builder =
                request(chart).set(variant.set()).setString(variant.setString()).setJson(variant.setJson());
        if (!variant.values().isEmpty()) {
            Path file = Files.createTempFile(temp, "values", ".yaml");
            Files.writeString(file, variant.values());
            builder.valuesFiles(List.of(file));
        }
        return builder.build();
    }

    private static HelmRequest.Builder request(Path chart) {
        return HelmRequest.of(chart, "1.34.0").releaseName("rel").namespace("ns");
    }
}
