package dev.auditflow.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.chart.Corpus;
import dev.auditflow.report.Expected;
import dev.auditflow.yaml.FieldPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many paths of public charts know where they come from. */
class ProvenanceTableTest {
    /** Paths of one chart, or of all. */
    private static final class Counts {
        private final Map<Origin.Precision, Integer> counts = new EnumMap<>(Origin.Precision.class);

        void add(Resource resource) {
            for (FieldPath path : Charts.paths(resource)) {
                counts.merge(resource.locate(path).origin().precision(), 1, Integer::sum);
            }
        }

        void add(Counts other) {
            other.counts.forEach((precision, count) -> counts.merge(precision, count, Integer::sum));
        }

        int paths() {
            return counts.values().stream().mapToInt(Integer::intValue).sum();
        }

        double share(Origin.Precision precision) {
            return 100.0 * counts.getOrDefault(precision, 0) / Math.max(1, paths());
        }

        @Override
        public String toString() {
            return "%,d | %.1f %% | %.1f %% | %.1f %%"
                    .formatted(
                            paths(),
                            share(Origin.Precision.EXACT),
                            share(Origin.Precision.DERIVED),
                            share(Origin.Precision.UNKNOWN));
        }
    }

    @Test
    void pathsOfPublicChartsKnowWhereTheyComeFrom() throws IOException {
        assumeThat(Corpus.charts()).as("public charts beside the repository").isNotEmpty();
        StringBuilder rows = new StringBuilder();
        Counts all = new Counts();
        for (Path chart : Corpus.charts()) {
            Counts counts = new Counts();
            List<Path> required = Charts.requiredValues(chart);
            RenderResult result = Charts.render(Charts.request(chart, required));
            assertThat(result).as(chart.toString()).isInstanceOf(RenderResult.Rendered.class);
            Charts.resources((RenderResult.Rendered) result).forEach(counts::add);
            String name = chart.getParent().getFileName() + (required.isEmpty() ? "" : " (with what it requires)");
            rows.append("| %s | %s |\n".formatted(name, counts));
            all.add(counts);
        }
        rows.append("| **all** | %s |\n".formatted(all));
        System.out.print(rows);
        assertThat(all.share(Origin.Precision.EXACT)).isGreaterThanOrEqualTo(92);
        assertThat(all.share(Origin.Precision.UNKNOWN)).isLessThanOrEqualTo(1);
        Expected.check(Path.of("../docs/provenance.md"), page(rows.toString()));
    }

    private static String page(String rows) throws IOException {
        return Files.readString(Path.of("src/test/resources/provenance/page.md"))
                .replace("{{rows}}\n", rows);
    }
}
