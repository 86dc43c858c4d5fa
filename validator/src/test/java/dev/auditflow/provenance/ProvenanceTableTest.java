package dev.auditflow.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.RenderResult;
import dev.auditflow.render.chart.Corpus;
import dev.auditflow.yaml.FieldPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        Map<String, Counts> table = new TreeMap<>();
        Counts all = new Counts();
        for (Path chart : Corpus.charts()) {
            if (Charts.render(Charts.request(chart, List.of())) instanceof RenderResult.Rendered rendered) {
                Counts counts = new Counts();
                Charts.resources(rendered).forEach(counts::add);
                table.put(chart.getParent().getFileName().toString(), counts);
                all.add(counts);
            }
        }
        table.forEach((name, counts) -> System.out.printf("| %s | %s |%n", name, counts));
        System.out.printf("| all | %s |%n", all);
        assertThat(all.share(Origin.Precision.EXACT)).isGreaterThanOrEqualTo(92);
        assertThat(all.share(Origin.Precision.UNKNOWN)).isLessThanOrEqualTo(1);
    }
}
