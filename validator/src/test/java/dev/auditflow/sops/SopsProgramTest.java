package dev.auditflow.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files for PGP keys, made by the real sops and gpg, which the program sops decrypts over pipes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SopsProgramTest {
    private static final String PLAIN = """
        apiVersion: v1
        kind: Secret
        metadata: {name: db}
        stringData: {password: "hunter2 ü", count: "12"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: other}
        stringData: {password: hunter3}
        """;

    private Path folder = Path.of("");
    private final Map<String, String> variables = new HashMap<>();
    private String encrypted = "";

    @BeforeAll
    void keys() throws Exception {
        for (String program : List.of("sops", "gpg", "gpgconf")) {
            assumeTrue(Command.find(program).isPresent(), "install " + program + " on the PATH to run this test");
        }
        // The agent's socket lies in it, and its path may not be long.
        folder = Files.createTempDirectory("gpg");
        variables.put("GNUPGHOME", folder.toString());
        variables.put("HOME", folder.toString());
        run(
                "gpg",
                "--batch",
                "--passphrase",
                "",
                "--quick-generate-key",
                "ann@example.com",
                "rsa2048",
                "encr",
                "never");
        String fingerprint = run("gpg", "--list-keys", "--with-colons")
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .map(line -> line.split(":", -1)[9])
                .findFirst()
                .orElseThrow();
        Path file = folder.resolve("secrets.yaml");
        Files.writeString(file, PLAIN);
        encrypted = run("sops", "encrypt", "--pgp", fingerprint, "--encrypted-regex", "^stringData$", file.toString());
    }

    @AfterAll
    void end() throws Exception {
        if (!variables.isEmpty()) {
            run("gpgconf", "--kill", "gpg-agent");
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private String run(String... argv) throws Command.Failure, IOException {
        Command.Result result =
                Command.of(List.of(argv)).withEnvironment(variables).run();
        if (result.exitCode() != 0) {
            throw new IOException(result.errors());
        }
        return result.output();
    }

    private SopsProgram program(Map<String, String> with) {
        return new SopsProgram(Command.find("sops").orElseThrow(), with);
    }

    @Test
    void allDocumentsAreDecrypted() throws Exception {
        assertThat(encrypted).doesNotContain("hunter");
        assertThat(SopsFile.isForAge(encrypted)).isFalse();
        List<JsonNode> documents = program(variables).decrypt(encrypted);
        assertThat(documents).hasSize(2);
        assertThat(documents.getFirst().path("stringData").path("password").asText())
                .isEqualTo("hunter2 ü");
        assertThat(documents.getFirst().path("stringData").path("count").isTextual())
                .isTrue();
        assertThat(documents.getLast().path("metadata").path("name").asText()).isEqualTo("other");
        assertThat(documents.getLast().has("sops")).isFalse();
    }

    @Test
    void whatIsBrokenIsASentenceWithoutValues() {
        assertThatThrownBy(() -> program(variables).decrypt(encrypted.replace("name: db", "name: x")))
                .isInstanceOf(SopsException.class)
                .hasMessageContaining("its MAC does not fit");
        Map<String, String> nobody =
                Map.of("GNUPGHOME", folder.resolve("nobody").toString());
        assertThatThrownBy(() -> program(nobody).decrypt(encrypted))
                .isInstanceOf(SopsException.class)
                .hasMessageContaining("none of the keys");
        assertThatThrownBy(() -> program(variables).decrypt(PLAIN))
                .isInstanceOf(SopsException.class)
                .hasMessageNotContaining("hunter");
    }

    @Test
    void onlyWhatKeyServicesNeedIsHandedOn() throws Exception {
        Path fake = folder.resolve("fake-sops");
        Files.writeString(fake, "#!/bin/sh\ncat >/dev/null\nenv | grep -c SECRET_OF_OTHERS | sed 's/^/count: /'\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        Map<String, String> with = Map.of("SECRET_OF_OTHERS", "x", "AWS_REGION", "eu");
        assertThat(new SopsProgram(fake, with)
                        .decrypt(encrypted)
                        .getFirst()
                        .path("count")
                        .asInt(9))
                .isZero();
    }
}
