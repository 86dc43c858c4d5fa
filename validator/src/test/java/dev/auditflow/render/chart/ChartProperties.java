package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import dev.auditflow.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a chart's package, its values and its flags hold, they are read or refused by a sentence. */
class ChartProperties {
    @Property(tries = 2000)
    void anyExpressionIsReadOrRefused(@ForAll("expressions") String expression, @ForAll Strvals.Mode mode) {
        Val values = ValuesReader.parse("list: [a, {n: 1}]\nmap: {x: 1}\n", "base.yaml", "");
        try {
            new Strvals(mode, "--set", expression, path -> path).into(values.entries());
            assertThat(ValuesJson.tree(values).toString()).isNotBlank();
        } catch (Strvals.Malformed e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 1000)
    void anyPackageIsReadOrRefused(@ForAll("tars") byte[] tar) throws IOException {
        read(Tar.packed(tar));
    }

    @Property(tries = 1000)
    void anyDamagedPackageIsReadOrRefused(@ForAll("packages") byte[] archive) {
        read(archive);
    }

    @Property(tries = 1500)
    void anyValuesAreReadOrRefused(@ForAll("values") String text) {
        try {
            ValuesReader.parse(text, "values.yaml", "");
        } catch (ChartProblem e) {
            assertThat(e.failed().message()).isNotBlank();
            assertThat(e.failed().file()).isEqualTo("values.yaml");
        }
    }

    private static void read(byte[] archive) {
        try {
            for (ChartFile file : ChartArchive.read(archive, "x.tgz")) {
                assertThat(file.name()).doesNotContain("../").doesNotStartWith("/");
            }
        } catch (ChartProblem e) {
            assertThat(e.failed().message()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> expressions() throws IOException {
        List<String> seeds = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/strvals/cases.tsv"))) {
            seeds.add(line.split("\t", -1)[1]);
        }
        return Mutations.of(seeds);
    }

    @Provide
    Arbitrary<String> values() {
        return Mutations.of(List.of("a: &a {b: [1, 2], c: null}\nd:\n  <<: *a\n  e: |\n    x\n", "a: yes\nb: 0777\n"));
    }

    @Provide
    Arbitrary<byte[]> tars() {
        return Mutations.ofBytes(List.of(tar()));
    }

    @Provide
    Arbitrary<byte[]> packages() throws IOException {
        return Mutations.ofBytes(List.of(Tar.packed(tar())));
    }

    private static byte[] tar() {
        return Tar.plain()
                .file("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n")
                .entry('5', "c/templates/", "", new byte[0])
                .file("c/templates/a.yaml", "a: {{ .Values.b }}\n")
                .entry('2', "c/link", "../../etc/passwd", new byte[0])
                .entry('L', "x", "", ("c/" + "long".repeat(40) + ".yaml").getBytes(StandardCharsets.UTF_8))
                .file("c/short.yaml", "a: b\n")
                .entry('x', "x", "", "20 path=c/other.yaml\n".getBytes(StandardCharsets.UTF_8))
                .file("c/y.yaml", "a: b\n")
                .bytes();
    }
}
