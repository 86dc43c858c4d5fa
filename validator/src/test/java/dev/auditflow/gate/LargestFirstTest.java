package dev.auditflow.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.config.ChartOptions;
import dev.auditflow.config.Source;
import dev.auditflow.config.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which target is begun first, and that nobody sees it in the results. */
class LargestFirstTest {
    @TempDir
    private Path folder = Path.of("");

    private Target target(String name, int bytes) throws IOException {
        Path chart = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("templates/a.yaml"), "a".repeat(bytes));
        return target(name, new Source.Chart(chart));
    }

    private static Target target(String name, Source source) {
        ChartOptions options = new ChartOptions(
                name, "", List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), false, false);
        return new Target(name, "", "", "1.34", source, options, false);
    }

    @Test
    void whatIsLargestIsBegunFirst() throws IOException {
        Target small = target("small", 10);
        Target large = target("large", 1_000);
        Target alike = target("alike", 10);
        Target absent = target("absent", new Source.Manifests(folder.resolve("absent.yaml")));
        Target input = target("input", new Source.StandardInput());
        assertThat(LargestFirst.of(List.of(absent, small, input, alike, large)))
                .containsExactly(large, small, alike, absent, input);
    }

    @Test
    void manyStayAsTheyAre() throws IOException {
        Target large = target("large", 1_000);
        List<Target> many = new ArrayList<>(Collections.nCopies(256, target("small", 10)));
        many.add(large);
        assertThat(LargestFirst.of(many)).isEqualTo(many);
    }

    @Test
    void resultsComeInTheOrderOfTheTargets() throws IOException {
        List<Target> targets = List.of(target("a", 1), target("b", 300), target("c", 20), target("d", 4_000));
        List<String> told = new ArrayList<>();
        new Gate(3).each(targets, Target::release, (_, release) -> told.add(release));
        assertThat(told).containsExactly("a", "b", "c", "d");
        assertThat(new Gate(3).each(targets, Target::release)).containsExactly("a", "b", "c", "d");
    }
}
