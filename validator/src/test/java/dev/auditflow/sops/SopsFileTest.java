package dev.auditflow.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.host.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the real sops made for keys of the real age: we read what sops reads, and refuse what it refuses. */
class SopsFileTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN = """
            apiVersion: v1
            kind: Secret
            metadata: {name: db, labels: {a: "b"}}
            stringData:
              password: "hunter2 ü 😀"
              empty: ""
              number: 12
              large: 9007199254740993
              negative: -3
              fraction: 1.5
              tiny: 0.000001
              yes: true
              nothing: null
              list: [a, {b: c, d: [1, false]}]
              lines: |
                one
                two
              open_unencrypted: seen
            """;

    @TempDir
    Path folder = Path.of("");

    private String recipient = "";
    private AgeIdentities identities;

    @BeforeEach
    void keys() throws Exception {
        for (String program : List.of("sops", "age-keygen")) {
            assumeTrue(Command.find(program).isPresent(), "install " + program + " on the PATH to run this test");
        }
        identities = AgeIdentities.read(key("key"));
        recipient = run("age-keygen", "-y", "key").strip();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--encrypted-regex ^(data|stringData)$",
                "--unencrypted-regex ^(kind|metadata)$",
                "--encrypted-suffix password",
                "--unencrypted-suffix er"
            })
    void readsWhatSopsReads(String rules) throws Exception {
        String encrypted = encrypt(PLAIN, rules);
        assertThat(encrypted).doesNotContain("hunter2");
        JsonNode own = SopsFile.decrypt(encrypted, identities).getFirst();
        JsonNode theirs = JSON.readTree(decryptBySops());
        assertThat(JSON.readTree(own.toString())).isEqualTo(theirs);
    }

    @Test
    void openValuesMayBeOutsideOfTheMac() throws Exception {
        Files.writeString(folder.resolve(".sops.yaml"), """
                creation_rules: [{age: %s, encrypted_regex: ^stringData$, mac_only_encrypted: true}]
                """.formatted(recipient));
        Files.writeString(folder.resolve("plain.yaml"), PLAIN);
        String encrypted = run("sops", "encrypt", "plain.yaml");
        JsonNode changed = SopsFile.decrypt(encrypted.replace("name: db", "name: other"), identities)
                .getFirst();
        assertThat(changed.path("metadata").path("name").asText()).isEqualTo("other");
        assertThatThrownBy(() -> SopsFile.decrypt(
                        encrypted.replace("mac_only_encrypted: true", "mac_only_encrypted: false"), identities))
                .hasMessageContaining("MAC does not fit");
    }

    @Test
    void documentsShareOneMac() throws Exception {
        String encrypted = encrypt(PLAIN + "---\nkind: Secret\ndata: {x: eA==}\n", "");
        List<JsonNode> documents = SopsFile.decrypt(encrypted, identities);
        assertThat(documents).hasSize(2);
        assertThat(documents.getLast().path("data").path("x").asText()).isEqualTo("eA==");
        assertThatThrownBy(() -> SopsFile.decrypt(encrypted.substring(0, encrypted.indexOf("\n---\n") + 1), identities))
                .hasMessageContaining("MAC does not fit");
    }

    @Test
    void oneOfSeveralKeysAndRecipientsIsEnough() throws Exception {
        String first = key("first");
        String second = key("second");
        String both = run("age-keygen", "-y", "first").strip() + ","
                + run("age-keygen", "-y", "second").strip();
        recipient = both;
        String encrypted = encrypt(PLAIN, "");
        for (String text : List.of(first, second, key("other") + first)) {
            assertThat(SopsFile.decrypt(encrypted, AgeIdentities.read(text))).hasSize(1);
        }
        assertThatThrownBy(() -> SopsFile.decrypt(encrypted, identities))
                .isInstanceOf(SopsException.class)
                .hasMessageContaining("none of the age keys");
    }

    @Test
    void whatWasChangedIsRefusedWithItsPlace() throws Exception {
        String encrypted = encrypt(PLAIN, "--encrypted-regex ^stringData$");
        assertThatThrownBy(() -> SopsFile.decrypt(encrypted.replace("kind: Secret", "kind: Other"), identities))
                .hasMessageContaining("MAC does not fit");
        assertThatThrownBy(() -> SopsFile.decrypt(encrypted.replace("number: ENC", "other: ENC"), identities))
                .hasMessageContaining("the value at stringData.other was changed or moved");
        assertThatThrownBy(() -> SopsFile.decrypt(encrypted.replace("    mac: ", "    was: "), identities))
                .hasMessageContaining("it has no MAC");
        assertThatThrownBy(() -> SopsFile.decrypt(
                        encrypted.replaceFirst("lastmodified: \"20", "lastmodified: \"21"), identities))
                .hasMessageContaining("MAC was changed");
        assertThatThrownBy(() -> SopsFile.decrypt(PLAIN, identities)).hasMessageContaining("not encrypted by SOPS");
    }

    /** Any file ends in documents or in a sentence, and a changed one never in other values. */
    @Test
    void anyTextIsReadOrRefused() throws Exception {
        String encrypted = encrypt(PLAIN, "");
        JsonNode plain = SopsFile.decrypt(encrypted, identities).getFirst();
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(encrypted);
            int at = random.nextInt(text.length());
            text.setCharAt(at, (char) (32 + random.nextInt(95)));
            try {
                // The names of open values are not under the MAC; nothing else can be other.
                assertThat(SopsFile.decrypt(text.toString(), identities)
                                .getFirst()
                                .findValues("password"))
                        .isEqualTo(plain.findValues("password"));
            } catch (SopsException e) {
                assertThat(e.reason()).isNotBlank().doesNotContain("hunter2");
            }
        }
    }

    @Test
    void mistypedKeysAreRefusedWithoutBeingShown() throws Exception {
        String key = Files.readString(folder.resolve("key")).lines().toList().getLast();
        String typo = key.substring(0, 30) + (key.charAt(30) == 'Q' ? 'P' : 'Q') + key.substring(31);
        for (String text :
                List.of(typo, key.substring(0, 40), key.toLowerCase(java.util.Locale.ROOT), "", "ssh-ed25519 AAAA")) {
            assertThatThrownBy(() -> AgeIdentities.read(text))
                    .isInstanceOf(SopsException.class)
                    .hasMessageNotContaining(key.substring(20, 30));
        }
    }

    private String key(String name) throws Exception {
        run("age-keygen", "-o", name);
        return Files.readString(folder.resolve(name));
    }

    private String encrypt(String plain, String rules) throws Exception {
        Files.writeString(folder.resolve("plain.yaml"), plain);
        List<String> argv = new ArrayList<>(List.of("sops", "encrypt", "--age", recipient));
        if (!rules.isEmpty()) {
            argv.addAll(List.of(rules.split(" ", -1)));
        }
        argv.add("plain.yaml");
        String encrypted = run(argv.toArray(String[]::new));
        Files.writeString(folder.resolve("secret.yaml"), encrypted);
        return encrypted;
    }

    private String decryptBySops() throws Exception {
        return run("sops", "decrypt", "--output-type", "json", "secret.yaml");
    }

    private String run(String... argv) throws Exception {
        Command.Result result = Command.of(List.of(argv))
                .in(folder)
                .withEnvironment(Map.of(
                        "HOME",
                        folder.toString(),
                        "SOPS_AGE_KEY_FILE",
                        folder.resolve("key").toString()))
                .run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }
}
