package dev.auditflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.check.upgrade.Forecast;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.diff.Comparison;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code diff/<case>} holds an old and a new rendering, and what each form says of the way from one to the other. */
class UpgradeGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/diff");

    private static final Map<UpgradeFormat, String> FILES = Map.of(
            UpgradeFormat.HUMAN, "human.txt",
            UpgradeFormat.BRIEF, "brief.txt",
            UpgradeFormat.JSON, "upgrade.json",
            UpgradeFormat.MARKDOWN, "comment.md",
            UpgradeFormat.HTML, "page.html");

    @TestFactory
    Stream<DynamicTest> everyFormOfEveryCaseIsAsExpected() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> cases = Files.list(FOLDER)) {
            for (Path one : cases.sorted().toList()) {
                FILES.forEach((format, file) -> tests.add(DynamicTest.dynamicTest(
                        one.getFileName() + " " + format, () -> check(one, format, one.resolve(file)))));
            }
        }
        return tests.stream();
    }

    private static void check(Path folder, UpgradeFormat format, Path file) throws IOException {
        List<Upgrade> upgrades = List.of(upgrade(folder));
        String text = format.write(upgrades, false);
        Expected.check(file, format == UpgradeFormat.HTML ? withoutAssets(text) : text);
        String colourful = format.write(upgrades, true);
        assertThat(colourful.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(text);
    }

    static Upgrade upgrade(Path folder) throws IOException {
        List<Resource> before = read(folder.resolve("old.yaml"));
        List<Resource> after = read(folder.resolve("new.yaml"));
        Comparison comparison = Comparison.of(before, after, "default");
        return new Upgrade("web/dev@1.34", comparison, Forecast.of(comparison, before, after));
    }

    private static List<Resource> read(Path file) throws IOException {
        return ManifestReader.objects(file.getFileName().toString(), Files.readString(file));
    }

    /** Style and script are the same in all pages. */
    private static String withoutAssets(String html) {
        return html.replaceFirst("(?s)<style>.*?</style>", "<style></style>")
                .replaceFirst("(?s)<script>.*?</script>", "<script></script>")
                .replaceAll("'sha256-[^']*'", "'sha256-…'");
    }
}
