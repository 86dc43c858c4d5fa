package dev.auditflow.render.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
        read(packed(tar));
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
        return Mutations.ofBytes(List.of(packed(tar())));
    }

    private static byte[] packed(byte[] tar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(tar);
        }
        return bytes.toByteArray();
    }

    private static byte[] tar() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entry(out, "c/Chart.yaml", '0', "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        entry(out, "c/templates/", '5', "");
        entry(out, "c/templates/a.yaml", '0', "a: {{ .Values.b }}\n");
        entry(out, "c/link", '2', "");
        entry(out, "x", 'L', "c/" + "long".repeat(40) + ".yaml");
        entry(out, "c/short.yaml", '0', "a: b\n");
        entry(out, "x", 'x', "20 path=c/other.yaml\n");
        entry(out, "c/y.yaml", '0', "a: b\n");
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static void entry(ByteArrayOutputStream out, String name, char type, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, "%011o".formatted(bytes.length));
        put(header, 156, String.valueOf(type));
        put(header, 157, type == '2' ? "../../etc/passwd" : "");
        put(header, 257, "ustar\00000");
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.writeBytes(header);
        out.writeBytes(bytes);
        out.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
