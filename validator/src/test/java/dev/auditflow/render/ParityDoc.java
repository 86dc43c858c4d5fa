package dev.auditflow.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.render.ChartComparison.Sameness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** The table in {@code docs/chart-parity.md}: each run of a comparison owns a row. */
final class ParityDoc {
    private static final Path DOC = Path.of("../docs/chart-parity.md");

    private ParityDoc() {}

    /** Writes the row anew with AUDITFLOW_UPDATE, and fails when it is stale. */
    static void check(String what, int charts, Collection<Sameness> results) throws IOException {
        long agree = results.stream().filter(Sameness::isSame).count();
        long failures = results.stream().filter(Sameness.SAME_FAILURE::equals).count();
        long random = results.stream().filter(Sameness.SAME_BUT_RANDOM::equals).count();
        String row = "| %s | %,d | %,d of %,d | %,d | %,d |"
                .formatted(what, charts, agree, results.size(), failures, random);
        List<String> lines = Files.readAllLines(DOC);
        List<String> updated = lines.stream()
                .map(line -> line.startsWith("| " + what + " |") ? row : line)
                .toList();
        if (System.getenv("AUDITFLOW_UPDATE") != null) {
            Files.write(DOC, updated);
        }
        assertThat(Files.readAllLines(DOC))
                .as("docs/chart-parity.md is stale; run this test with AUDITFLOW_UPDATE=1")
                .contains(row);
    }
}
