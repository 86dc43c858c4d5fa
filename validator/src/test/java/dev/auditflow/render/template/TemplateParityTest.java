package dev.auditflow.render.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.render.TemplateCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Our template engine beside Helm's answers, and the table of that in {@code docs/template-parity.md}. */
class TemplateParityTest {
    private static final Path RESOURCES = Path.of("src/test/resources/template");
    private static final Path TABLE = Path.of("../docs/template-parity.md");
    private static final String BEGIN = "<!-- table: written by TemplateParityTest -->";
    private static final String END = "<!-- end of table -->";
    private static final Path SHARED = Path.of(
                    Optional.ofNullable(System.getenv("AUDITFLOW_SHARED")).orElse("../../shared"))
            .resolve("data/go-templates/cases.jsonl");

    /**
     * A file of cases.
     *
     * @param known how many of them are known to differ; docs/template-parity.md says which
     */
    private record Table(String what, Path file, int known) {}

    private static final List<Table> TABLES = List.of(
            table("the language: statements, variables, comparisons, errors with line and column", "engine", 0),
            table("inputs of the tests of Go's text/template", "go", 0),
            table("inputs of Sprig's tests", "sprig", 0),
            table("inputs of the tests of Helm's engine", "helm", 0),
            table("hashes, passwords, certificates and TOML", "crypto", 0),
            table("generated: all functions in all statements, some broken", "generated", 0),
            table("toYaml, toYamlPretty and JSON of awkward values", "yaml-out", 4),
            table("fromYaml and fromYamlArray of good and broken YAML", "yaml", 0),
            new Table("generated, of another make, kept outside the repository", SHARED, 0));

    private static Table table(String what, String folder, int known) {
        return new Table(what, RESOURCES.resolve(folder).resolve("cases.jsonl"), known);
    }

    @Test
    void agreesWithHelmAsTheTableInDocsSays() throws IOException {
        String docs = Files.readString(TABLE);
        List<String> rows = new ArrayList<>(List.of("| templates | agree with Helm 3.22 |", "|---|---|"));
        List<String> surprises = new ArrayList<>();
        for (Table table : TABLES) {
            if (!Files.exists(table.file)) {
                rows.add(rowOf(docs, table.what));
                continue;
            }
            TemplateCases.Result result =
                    TemplateCases.run(table.file, HelmFunctionTable.standard(), Limits.defaults());
            rows.add("| %s | %,d of %,d |".formatted(table.what, result.agree(), result.all()));
            if (result.disagreements().size() > table.known) {
                result.disagreements().stream().limit(20).forEach(one -> surprises.add(one.toString()));
            }
        }
        String written = rows.stream().collect(Collectors.joining("\n", BEGIN + "\n", "\n" + END));
        String updated =
                docs.substring(0, docs.indexOf(BEGIN)) + written + docs.substring(docs.indexOf(END) + END.length());
        if (System.getenv("AUDITFLOW_UPDATE") != null) {
            Files.writeString(TABLE, updated);
        }

        assertThat(surprises).isEmpty();
        assertThat(updated)
                .as("docs/template-parity.md is stale; run this test with AUDITFLOW_UPDATE=1")
                .isEqualTo(Files.readString(TABLE));
    }

    private static String rowOf(String docs, String what) {
        return docs.lines()
                .filter(line -> line.startsWith("| " + what + " |"))
                .findFirst()
                .orElse("| %s | not there |".formatted(what));
    }
}
