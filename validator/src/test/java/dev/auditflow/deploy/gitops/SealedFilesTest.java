package dev.auditflow.deploy.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of SOPS are committed byte for byte, and only if everything in them is encrypted. */
final class SealedFilesTest {
    private static final String SEALED = "'ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]'";

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void theExampleIsTakenAsItIs() throws Exception {
        Path example = Path.of("../docs/examples/sops/database.enc.yaml");
        assertThat(SealedFiles.of(List.of(example)))
                .containsExactlyEntriesOf(new java.util.TreeMap<>(
                        java.util.Map.of("secrets/database.enc.yaml", Files.readString(example))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: Secret, data: {a: S, b: aHVudGVyMg==}, sops: {}} | data.b in | is not encrypted",
                "{kind: Secret, stringData: {a: hunter2}, sops: {}}      | stringData.a in | is not encrypted",
                "{kind: Secret, stringData: {a: {b: S}}, sops: {}}       | stringData.a in | is not encrypted",
                "{kind: Secret, data: {a: S}}                            | is no Secret that SOPS encrypted | in-place",
                "{kind: ConfigMap, data: {a: S}, sops: {}}               | is no Secret that SOPS encrypted | in-place",
                "{kind: [Secret                                          | is not readable YAML | encrypted",
                "[]                                                      | is no Secret that SOPS encrypted | in-place",
            })
    void everythingElseIsRefused(String text, String words, String more) throws Exception {
        Path file = file("a.yaml", text.replace("S,", SEALED + ",").replace("S}", SEALED + "}"));
        assertThatThrownBy(() -> SealedFiles.of(List.of(file)))
                .isInstanceOf(GitException.class)
                .hasMessageContaining(words)
                .hasMessageContaining(more)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void oneSecretIsOneFile() throws Exception {
        String secret = "{kind: Secret, data: {a: " + SEALED + "}, sops: {}}\n";
        Path two = file("two.yaml", secret + "---\n" + secret);
        assertThatThrownBy(() -> SealedFiles.of(List.of(two))).hasMessageContaining("holds 2 documents");
        List<Path> namesakes = List.of(file("x/a.yaml", secret), file("y/a.yaml", secret));
        assertThatThrownBy(() -> SealedFiles.of(namesakes))
                .hasMessageContaining("Two files of secrets are called a.yaml");
        assertThatThrownBy(() -> SealedFiles.of(List.of(folder.resolve("gone.yaml"))))
                .hasMessageContaining("does not exist");
    }
}
