package dev.auditflow.gate.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.check.policy.CompiledRego;
import dev.auditflow.check.policy.DeclaredRule;
import dev.auditflow.check.policy.DeclaredRule.Annotations;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary.Source;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.yaml.Json;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

/** Bytes from anywhere are a bundle or a sentence, and what is written is read. */
class BundleProperties {
    private static final byte[] GOOD = bytes(bundle("teams", "a team is needed", new byte[] {0, 'a', 's', 'm'}));

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll @NotEmpty String name, @ForAll String text, @ForAll @Size(max = 200) byte[] wasm)
            throws BundleException {
        PolicyBundle before = bundle(name, valid(text), wasm);
        byte[] bytes = bytes(before);
        PolicyBundle after = BundleReader.read(bytes);
        assertThat(after.config()).isEqualTo(before.config());
        CompiledRego rego = after.rego().orElseThrow().compiled();
        assertThat(rego.wasm()).isEqualTo(wasm);
        assertThat(rego.digest())
                .isEqualTo(before.rego().orElseThrow().compiled().digest());
        assertThat(Json.bytes(after.gatekeeper().getFirst().object()))
                .as("what digests are made of")
                .isEqualTo(Json.bytes(before.gatekeeper().getFirst().object()));
        assertThat(bytes(after)).isEqualTo(bytes);
    }

    @Property(tries = 2_000)
    void anyBytesAreRefused(@ForAll byte[] bytes) {
        assertThat(refusal(bytes)).isNotEmpty();
    }

    @Property(tries = 5_000)
    void aBundleWithOneByteChangedIsOneOrASentence(@ForAll @IntRange(max = 100_000) int at, @ForAll byte other) {
        byte[] bytes = GOOD.clone();
        bytes[at % bytes.length] = other;
        assertThat(refusal(bytes)).doesNotContain("\n");
    }

    @Property(tries = 1_000)
    void aBundleThatEndsEarlyIsOneOrASentence(@ForAll @IntRange(max = 100_000) int length) {
        assertThat(refusal(Arrays.copyOf(GOOD, length % GOOD.length))).doesNotContain("\n");
    }

    @Example
    void otherNamesAreRefused() throws IOException {
        for (String name : List.of("../auditflow.yaml", "/etc/passwd", "x", "auditflow.yaml/", "rego\\policy.wasm")) {
            assertThat(refusal(zip(Map.of(name, new byte[] {1}), ZipEntry.STORED)))
                    .as(name)
                    .startsWith("holds a file that no bundle of this program has");
        }
    }

    @Example
    void nothingIsInflated() throws IOException {
        byte[] flood = zip(Map.of("auditflow.yaml", new byte[10_000_000]), ZipEntry.DEFLATED);
        assertThat(flood.length).isLessThan(100_000);
        assertThat(refusal(flood)).startsWith("holds a file that no bundle of this program has");
    }

    @Example
    void whatIsTooLargeIsRefused() {
        assertThat(refusal(new byte[BundleReader.MAX_BYTES + 1])).startsWith("is larger than 32 MiB");
    }

    @Example
    void anotherFormatIsRefused() throws IOException {
        byte[] manifest = "{\"format\":2}".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(zip(Map.of("bundle.json", manifest), ZipEntry.STORED)))
                .startsWith("is of another format than 1");
    }

    @Example
    void aConfigurationThatNamesFilesIsRefused() throws IOException {
        byte[] manifest = "{\"format\":1}".getBytes(StandardCharsets.UTF_8);
        for (String config : List.of(
                "version: 1\npolicies: {paths: [/etc]}\n",
                "version: 1\npolicies: {data: [/etc]}\n",
                "version: 1\nenvironments: {a: {values: [/etc/passwd]}}\n",
                "version: 1\nreleases: [{name: a, chart: /etc}]\n")) {
            Map<String, byte[]> entries =
                    Map.of("bundle.json", manifest, "auditflow.yaml", config.getBytes(StandardCharsets.UTF_8));
            assertThat(refusal(zip(entries, ZipEntry.STORED)))
                    .as(config)
                    .startsWith("holds a configuration that says more than policies, waivers and admission");
        }
    }

    private static PolicyBundle bundle(String name, String text, byte[] wasm) {
        DeclaredRule rule = new DeclaredRule(
                "main",
                List.of("main", "deny"),
                "deny",
                name,
                3,
                new Annotations("own", text, text, "deny", "", "", Set.of("Pod")));
        CompiledRego rego = new CompiledRego(wasm, List.of(rule), List.of("main"), "sha256:" + "0".repeat(64));
        MapNode object = (MapNode) YamlReader.read("spec: {most: 1e3, hex: 0x10, large: 12345678901234567890, no: ~}\n")
                .documents()
                .getFirst();
        return new PolicyBundle(
                ReducedConfig.of("version: 1\nfailOn: warn\n", PolicySettings.defaults()),
                Optional.of(new PolicyBundle.Rego(rego, "{}".getBytes(StandardCharsets.UTF_8))),
                List.of(new Source(object, valid(name))),
                wasm);
    }

    /** Texts of files are UTF-8, which has no half of a character. */
    private static String valid(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(PolicyBundle bundle) {
        try {
            return BundleWriter.bytes(bundle);
        } catch (BundleException e) {
            throw new AssertionError(e);
        }
    }

    private static String refusal(byte[] bytes) {
        try {
            BundleReader.read(bytes);
            return "";
        } catch (BundleException e) {
            return e.reason();
        }
    }

    private static byte[] zip(Map<String, byte[]> entries, int method) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                CRC32 sum = new CRC32();
                sum.update(content.getValue());
                entry.setMethod(method);
                entry.setSize(content.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
