package dev.auditflow.render.template.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.render.TemplateCases;
import dev.auditflow.render.template.HelmFunctionTable;
import dev.auditflow.render.template.Limits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * New templates on each run of the day, asked of Helm's own engine on the spot. AUDITFLOW_FUZZ says how many and from
 * which seed on: {@code 4000:7}.
 */
class GeneratedTemplatesTest {
    private static final Path VALUES = Path.of("src/test/resources/template/generated/values.yaml");

    @Test
    void agreesWithHelmOnTemplatesThatNobodyHasSeen(@TempDir Path temp) throws IOException, InterruptedException {
        String[] wanted = Optional.ofNullable(System.getenv("AUDITFLOW_FUZZ"))
                .orElse("300:1")
                .split(":", -1);
        Path asked = temp.resolve("asked.jsonl");
        Files.write(asked, templates(Integer.parseInt(wanted[0]), Long.parseLong(wanted[wanted.length - 1])));
        Files.copy(VALUES, temp.resolve("values.yaml"));
        Path answered = temp.resolve("cases.jsonl");
        Path helmcases = build(temp);
        run(temp, asked, answered, helmcases.toString(), VALUES.toAbsolutePath().toString());

        TemplateCases.Result result = TemplateCases.run(answered, HelmFunctionTable.standard(), Limits.defaults());

        System.out.println("generated templates: agree " + result.agree() + " of " + result.all());
        assertThat(result.disagreements()).isEmpty();
        assertThat(result.all()).isGreaterThan(Integer.parseInt(wanted[0]) / 2);
    }

    private static List<String> templates(int count, long seed) throws IOException {
        TemplateGenerator generator = new TemplateGenerator(seed);
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(json.writeValueAsString(Map.of("template", generator.next())));
        }
        return lines;
    }

    private static Path build(Path temp) throws IOException, InterruptedException {
        boolean go = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve("go")));
        Assumptions.assumeTrue(go, "no go on the PATH: install Go 1.26 to compare with Helm's own engine");
        Path built = temp.resolve("helmcases");
        Path sources = Path.of("src/test/go/helmcases");
        int code = run(sources, null, temp.resolve("build.log"), "go", "build", "-o", built.toString(), ".");
        Assumptions.assumeTrue(
                code == 0, () -> "go build of " + sources + " failed: are the Go modules of Helm 3.22 reachable?");
        return built;
    }

    private static int run(Path folder, @org.jspecify.annotations.Nullable Path in, Path out, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (in != null) {
            builder.redirectInput(in.toFile());
        }
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " gave no answer");
        }
        return process.exitValue();
    }
}
