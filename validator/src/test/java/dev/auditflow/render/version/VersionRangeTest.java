package dev.auditflow.render.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Constraints and versions with what helm 3.22 says of them; a malformed constraint accepts nothing. */
class VersionRangeTest {
    @Test
    void acceptsWhatHelmAccepts() throws IOException {
        List<String> differences = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/versions/cases.tsv"));
        for (String line : lines) {
            String[] cells = line.split("\t", -1);
            boolean accepted = VersionRange.accepts(cells[0], cells[1]);
            if (accepted != Boolean.parseBoolean(cells[2])) {
                differences.add(line + ", but was " + accepted);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(lines).hasSizeGreaterThan(1000);
    }
}
