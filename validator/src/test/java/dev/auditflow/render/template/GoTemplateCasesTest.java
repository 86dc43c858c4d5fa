package dev.auditflow.render.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates with the answers of Helm's own engine. */
class GoTemplateCasesTest {
    /** Rises with the functions. */
    private static final int FLOOR = 426;

    @Test
    void agreesWithHelmOnTheLanguageItself(@TempDir Path temp) throws IOException {
        TemplateCases.Result result = TemplateCases.run(Path.of("src/test/resources/template/engine"), temp);

        assertThat(result.disagreements()).isEmpty();
        assertThat(result.missing()).isEmpty();
        assertThat(result.agree()).isEqualTo(result.all()).isGreaterThan(100);
    }

    @Test
    void agreesWithHelmOnGeneratedTemplates(@TempDir Path temp) throws IOException {
        Path folder = Path.of(
                        Optional.ofNullable(System.getenv("AUDITFLOW_SHARED")).orElse("../../shared"))
                .resolve("data/go-templates");
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "no " + folder + ": set AUDITFLOW_SHARED to the folder of shared data");

        TemplateCases.Result result = TemplateCases.run(folder, temp);

        result.disagreements().forEach(System.out::println);
        System.out.println("missing functions " + result.missing());
        System.out.println("agree " + result.agree() + " of " + result.all());
        assertThat(result.agree()).isGreaterThanOrEqualTo(FLOOR);
    }
}
