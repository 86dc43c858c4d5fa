package dev.auditflow.check.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.gate.opa.Bundle;
import dev.auditflow.host.Command;
import dev.auditflow.host.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiled packs in the program are those of the sources. */
class BundleTest {
    private static final Path PACKS = Path.of("../policies");
    private static final Path BUILT = PACKS.resolve("src/main/resources/dev/auditflow/policies");
    private static final String OPA = "1.22.2";
    private static final List<String> FOLDERS = List.of(
            "lib", "main", "helm", "pss-baseline", "pss-restricted", "raspberry-pi", "rbac", "secrets", "workload");

    @TempDir
    private Path folder;

    @Test
    void wasBuiltFromTheSourcesOfToday() throws IOException, NoSuchAlgorithmException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.walk(PACKS)) {
            for (Path file : files.filter(BundleTest::isSource).sorted().toList()) {
                String name = PACKS.relativize(file).toString();
                lines.append("%s  %s\n".formatted(sha256(Files.readAllBytes(file)), name));
            }
        }
        assertThat(sha256(lines.toString().getBytes(StandardCharsets.UTF_8)))
                .as("a policy was changed and not compiled: run policies/build")
                .isEqualTo(Files.readString(BUILT.resolve("sources.sha256")).strip());
    }

    @Test
    void hasTheDigestOfItsBytes() throws IOException {
        String digest = new Digest()
                .add(Files.readAllBytes(BUILT.resolve("policy.wasm")))
                .add(Files.readAllBytes(BUILT.resolve("rules.json")))
                .text();
        assertThat(Files.readString(BUILT.resolve("bundle.sha256")).strip()).isEqualTo(digest);
    }

    @Test
    void isWhatOpaMakesOfThem() throws IOException, Command.Failure {
        assumeThat(Command.find("opa"))
                .as("install opa on the PATH to run this test")
                .isPresent();
        String version = Command.of(List.of("opa", "version")).run().output();
        assumeThat(version).as("install opa %s to run this test", OPA).contains("Version: " + OPA + "\n");
        List<String> argv = new ArrayList<>(List.of("opa", "build", "-t", "wasm"));
        argv.addAll(List.of("-e", "auditflow/entry/resource", "-e", "auditflow/entry/target"));
        argv.addAll(List.of("--ignore", "*_test.rego", "--ignore", "*.yaml"));
        argv.addAll(List.of("-o", folder.resolve("bundle.tar.gz").toString()));
        argv.addAll(FOLDERS);
        assertThat(Command.of(argv).in(PACKS).run().exitCode()).isZero();
        assertThat(Bundle.wasm(Files.readAllBytes(folder.resolve("bundle.tar.gz"))))
                .isEqualTo(Files.readAllBytes(BUILT.resolve("policy.wasm")));
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".rego")
                && !name.endsWith("_test.rego")
                && !PACKS.relativize(file).startsWith("target");
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
