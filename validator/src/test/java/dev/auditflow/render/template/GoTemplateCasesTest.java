package dev.auditflow.render.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.render.TemplateCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Templates with the answers of Helm's own engine. */
class GoTemplateCasesTest {
    /** Rises with the functions. */
    private static final int FLOOR = 2906;

    @Test
    void agreesWithHelmOnTheLanguageItself() throws IOException {
        TemplateCases.Result result = run(Path.of("src/test/resources/template/engine/cases.jsonl"));

        assertThat(result.disagreements()).isEmpty();
        assertThat(result.all()).isGreaterThan(100);
    }

    @Test
    void agreesWithHelmOnHashesPasswordsCertificatesAndToml() throws IOException {
        TemplateCases.Result result = run(Path.of("src/test/resources/template/crypto/cases.jsonl"));

        assertThat(result.disagreements()).isEmpty();
        assertThat(result.all()).isGreaterThan(100);
    }

    @Test
    void agreesWithHelmOnGeneratedTemplates() throws IOException {
        Path file = Path.of(
                        Optional.ofNullable(System.getenv("AUDITFLOW_SHARED")).orElse("../../shared"))
                .resolve("data/go-templates/cases.jsonl");
        Assumptions.assumeTrue(
                Files.isRegularFile(file), () -> "no " + file + ": set AUDITFLOW_SHARED to the folder of shared data");

        TemplateCases.Result result = run(file);

        System.out.println("agree " + result.agree() + " of " + result.all());
        assertThat(result.agree()).isGreaterThanOrEqualTo(FLOOR);
    }

    private static TemplateCases.Result run(Path file) throws IOException {
        return TemplateCases.run(file, HelmFunctionTable.standard(), Limits.defaults());
    }
}
