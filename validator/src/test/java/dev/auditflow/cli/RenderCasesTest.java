package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code render --cases}: our template engine beside Helm's answers. */
class RenderCasesTest {
    private static final String AGREES = "{\"template\":\"{{ .Values.a }}\",\"output\":\"1\"}";
    private static final String DIFFERS = "{\"template\":\"{{ .Values.a }}\",\"output\":\"2\"}";
    private static final String FAILS =
            "{\"template\":\"{{ fail \\\"no\\\" }}\",\"error\":\"execution error at (c/templates/t.yaml:1:3): no\"}";
    private static final String CLOCK =
            "{\"template\":\"{{ date \\\"2006-01-02 15:04:05.000\\\" now }}\",\"output\":\"2026-11-23 19:39:26.590\"}";

    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void agreesAndPasses() throws IOException {
        assertThat(run(AGREES, FAILS)).isEqualTo(ExitCode.PASS);
        assertThat(out.toString()).isEqualToNormalizingNewlines("agree 2 of 2\n");
    }

    @Test
    void printsEachDisagreementOnALine() throws IOException {
        assertThat(run(AGREES, DIFFERS)).isEqualTo(ExitCode.FINDINGS);
        assertThat(out.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("cases.jsonl:2: \"{{ .Values.a }}\": helm gives \"2\", this engine \"1\""),
                        line -> assertThat(line).isEqualTo("agree 1 of 2"));
    }

    @Test
    void comparesTheClockAtTheTimeOfTheFile() throws IOException {
        assertThat(run(CLOCK)).isEqualTo(ExitCode.PASS);
        assertThat(out.toString()).endsWith("agree 1 of 1" + System.lineSeparator());
    }

    @Test
    void nothingComparedIsNoPass() throws IOException {
        assertThat(run("")).isNotEqualTo(ExitCode.PASS);
        assertThat(run("{\"template\":\"x\"}")).isNotEqualTo(ExitCode.PASS);
    }

    private int run(String... cases) throws IOException {
        Files.writeString(folder.resolve("values.yaml"), "a: 1\n");
        Path file = Files.writeString(folder.resolve("cases.jsonl"), String.join("\n", cases));
        return new CommandLine(new RenderCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute("--cases", file.toString());
    }
}
