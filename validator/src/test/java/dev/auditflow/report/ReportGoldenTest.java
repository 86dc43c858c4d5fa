package dev.auditflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.check.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReportGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/report");

    private static final Map<String, String> FILES = Map.of(
            "text", "report.txt",
            "json", "report.json",
            "sarif", "report.sarif",
            "junit", "junit.xml",
            "github", "github.txt",
            "tap", "report.tap",
            "markdown", "report.md",
            "html", "report.html",
            "lcov", "coverage.info");

    @TestFactory
    Stream<DynamicTest> everyFormatOfEverySampleIsAsExpected() {
        return SampleRuns.all().entrySet().stream()
                .flatMap(sample -> ReportSpec.FORMATS.stream()
                        .filter(format ->
                                !format.equals("lcov") || sample.getValue().coverage() != null)
                        .map(format -> DynamicTest.dynamicTest(
                                sample.getKey() + " " + format,
                                () -> check(sample.getKey(), sample.getValue(), format))));
    }

    private static void check(String name, Run run, String format) throws Exception {
        Report report = ReportSpec.parse(format).report(ReportContext.plain());
        // As bytes on disk: what cannot be written as UTF-8 must not differ from what was meant.
        String text = report.write(run);
        assertThat(new String(
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(text);
        Expected.check(
                FOLDER.resolve(name).resolve(FILES.getOrDefault(format, format)),
                format.equals("html") ? withoutAssets(text) : text);
    }

    /** Style and script are the same in all pages. */
    private static String withoutAssets(String html) {
        return html.replaceFirst("(?s)<style>.*?</style>", "<style></style>")
                .replaceFirst("(?s)<script>.*?</script>", "<script></script>")
                .replaceAll("'sha256-[^']*'", "'sha256-…'");
    }

    @Test
    void colourIsTheOnlyDifferenceOnATerminal() throws IOException {
        Run run = SampleRuns.named("merged");
        String colourful = new TextReport(true).write(run);
        Expected.check(FOLDER.resolve("merged/report.ansi"), colourful);
        assertThat(colourful.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(new TextReport(false).write(run));
    }

    @Test
    void everyFolderBelongsToASample() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            Set<String> names = folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals("schemas"))
                    .collect(Collectors.toSet());
            assertThat(names).isEqualTo(SampleRuns.all().keySet());
        }
    }
}
