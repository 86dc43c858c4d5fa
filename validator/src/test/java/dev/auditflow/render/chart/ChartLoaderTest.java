package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartLoaderTest {
    private static final String CHART = "apiVersion: v2\nname: c\nversion: 0.1.0\n";

    @TempDir
    Path folder;

    @Test
    void archiveAndFolderGiveTheSameChart() throws IOException {
        Chart chart = ChartLoader.load(archive("c/Chart.yaml", CHART, "c/templates/a.yaml", "a: 1\n"));
        assertThat(chart.name()).isEqualTo("c");
        assertThat(chart.templates).extracting(ChartFile::name).containsExactly("templates/a.yaml");
    }

    @Test
    void filesOfPackagesAreReadByTheNameOfTheirPlace() throws IOException {
        Path inner = archive("sub/Chart.yaml", CHART, "sub/templates/b.yaml", "b: ä\n");
        Path outer =
                write(Tar.packed().file("c/Chart.yaml", CHART).file("c/charts/sub.tgz", Files.readAllBytes(inner)));
        Chart sub = ChartLoader.load(outer).subcharts().getFirst();
        assertThat(SourceText.read(sub.place + "/templates/b.yaml")).contains("b: ä\n");
        assertThat(SourceText.read(outer + "/Chart.yaml")).contains(CHART);
        assertThat(SourceText.read(chart() + "/Chart.yaml")).contains(CHART);
        for (String none : List.of("/templates/none.yaml", "", "/charts/sub.tgz/x", "/\0")) {
            assertThat(SourceText.read(outer + none)).isEmpty();
        }
        Path damaged = Files.writeString(folder.resolve("damaged.tgz"), "nonsense");
        assertThat(SourceText.read(damaged + "/Chart.yaml")).isEmpty();
    }

    @Test
    void entriesThatClimbAreRefused() throws IOException {
        refused(archive("c/Chart.yaml", CHART, "c/../../evil", "x"), "parent directory");
        refused(archive("c/Chart.yaml", CHART, "c//etc/passwd", "x"), "absolute paths");
        refused(archive("c/Chart.yaml", CHART, "c/templates/../../../x", "x"), "parent directory");
        refused(archive("Chart.yaml", CHART), "outside the base directory");
    }

    @Test
    void archiveBombIsRefusedBeforeItIsUnpacked() throws IOException {
        Tar archive = Tar.packed().file("c/Chart.yaml", CHART);
        for (int i = 0; i < 30; i++) {
            archive.file("c/files/f" + i, new byte[4 << 20]);
        }
        refused(write(archive), "larger than the maximum file size");
    }

    @Test
    void largeFileIsRefused() throws IOException {
        Path chart = chart();
        Files.write(chart.resolve("big"), new byte[(5 << 20) + 1]);
        refused(chart, "larger than the maximum file size");
    }

    @Test
    void damagedOrOtherFilesAreSaidToBeNoArchive() throws IOException {
        refused(Files.writeString(folder.resolve("values.yaml"), "a: 1"), "seems to be a YAML file");
        refused(Files.writeString(folder.resolve("x.tgz"), "nonsense"), "gzipped archive");
        Path cut = archive("c/Chart.yaml", CHART, "c/a", "a".repeat(5000));
        byte[] bytes = Files.readAllBytes(cut);
        refused(Files.write(folder.resolve("cut.tgz"), Arrays.copyOf(bytes, bytes.length / 2)), "unexpected EOF");
        refused(folder.resolve("nowhere"), "not found");
    }

    @Test
    void linksThatLoopOrLeaveAreRefused() throws IOException {
        Path chart = chart();
        Path link = Files.createSymbolicLink(chart.resolve("loop"), chart);
        refused(chart, "leads back into itself");
        Files.delete(link);
        Path outside = Files.createTempDirectory("elsewhere");
        Files.createSymbolicLink(chart.resolve("out"), outside);
        refused(chart, "outside of the chart");
        Files.delete(chart.resolve("out"));
        Files.createSymbolicLink(chart.resolve("dangling"), Path.of("gone"));
        refused(chart, "error evaluating symlink");
    }

    @Test
    void linksToNeighboursAreFollowed() throws IOException {
        Path chart = chart();
        Path neighbour = Files.createDirectories(folder.resolve("neighbour"));
        Files.writeString(neighbour.resolve("Chart.yaml"), "apiVersion: v2\nname: near\nversion: 0.1.0\n");
        Files.createDirectories(chart.resolve("charts"));
        Files.createSymbolicLink(chart.resolve("charts/n"), neighbour);
        assertThat(ChartLoader.load(chart).subcharts()).extracting(Chart::name).containsExactly("near");
    }

    @Test
    void subchartsThatContainEachOtherByLinkEnd() throws IOException {
        Path chart = chart();
        Files.createDirectories(chart.resolve("charts"));
        Files.createSymbolicLink(chart.resolve("charts/c"), chart);
        refused(chart, "leads back into itself");
    }

    @Test
    void chartYamlIsCheckedInHelmsWords() throws IOException {
        invalid("", "chart.metadata.name is required");
        invalid("name: a/b\nversion: 1.0.0", "chart.metadata.name \"a/b\" is invalid");
        invalid("name: a", "chart.metadata.version is required");
        invalid("name: a\nversion: x.y", "chart.metadata.version \"x.y\" is invalid");
        invalid("name: a\nversion: 1.0.0\ntype: thing", "chart.metadata.type must be application or library");
        invalid(
                "name: a\nversion: 1.0.0\ndependencies: [{name: d}, {name: d}]",
                "more than one dependency with name or alias \"d\"");
        invalid("- a", "cannot unmarshal array into Go value of type chart.Metadata");
        refused(Files.createDirectories(folder.resolve("empty")), "Chart.yaml file is missing");
    }

    @Test
    void numbersInChartYamlAreText() throws IOException {
        Path chart = chart();
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0\nappVersion: 1.10\n");
        Metadata metadata = ChartLoader.load(chart).metadata;
        assertThat(metadata.version()).isEqualTo("1");
        assertThat(metadata.appVersion()).isEqualTo("1.1");
    }

    @Test
    void helmignoreLeavesOut() throws IOException {
        Path chart = chart();
        Files.writeString(chart.resolve(".helmignore"), "# no\n*.bak\n/top\nsub/\ntests/*.md\n");
        for (String name : new String[] {"a.bak", "x/b.bak", "top", "x/top", "sub/f", "tests/a.md", "tests/a.txt"}) {
            Files.createDirectories(chart.resolve(name).getParent());
            Files.writeString(chart.resolve(name), "x");
        }
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(chart.resolve("templates/.hidden"), "x");
        Chart loaded = ChartLoader.load(chart);
        assertThat(loaded.files).extracting(ChartFile::name).containsExactly(".helmignore", "tests/a.txt", "x/top");
        assertThat(loaded.templates).isEmpty();
    }

    private void invalid(String chartYaml, String message) throws IOException {
        Path chart = chart();
        Files.writeString(chart.resolve("Chart.yaml"), chartYaml);
        refused(chart, message);
    }

    private static void refused(Path chart, String message) {
        assertThatThrownBy(() -> ChartLoader.load(chart))
                .isInstanceOf(ChartProblem.class)
                .hasMessageContaining(message);
    }

    private Path chart() throws IOException {
        Path chart = Files.createDirectories(folder.resolve("c"));
        Files.writeString(chart.resolve("Chart.yaml"), CHART);
        return chart;
    }

    /** @param namesAndTexts names and texts in turn */
    private Path archive(String... namesAndTexts) throws IOException {
        Tar archive = Tar.packed();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            archive.file(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return write(archive);
    }

    private Path write(Tar archive) throws IOException {
        return Files.write(Files.createTempFile(folder, "chart", ".tgz"), archive.bytes());
    }
}
