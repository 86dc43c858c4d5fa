package dev.auditflow.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys of this program and of openssl are the same. */
class KeysTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void opensslTakesOurSignatures(KeyKind kind) throws Exception {
        SigningKey key = SigningKey.generate(kind);
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Envelope envelope = Envelope.sign(body, key);
        Files.writeString(folder.resolve("key.pub"), key.verifying().pem());
        Files.write(folder.resolve("pae"), Dsse.encode(Dsse.IN_TOTO, body));
        Files.write(
                folder.resolve("sig"),
                Base64.getDecoder().decode(envelope.signatures().getFirst().signature()));
        List<String> check = kind == KeyKind.ED25519
                ? List.of(
                        "pkeyutl", "-verify", "-pubin", "-inkey", "key.pub", "-rawin", "-in", "pae", "-sigfile", "sig")
                : List.of("dgst", "-sha256", "-verify", "key.pub", "-signature", "sig", "pae");
        assertThat(openssl(check)).containsIgnoringCase("verified");
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm ED25519, ED25519",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, ECDSA_P256",
        "ecparam -name prime256v1 -genkey, ECDSA_P256",
        "ecparam -name prime256v1 -genkey -noout, ECDSA_P256"
    })
    void opensslsKeysSign(String command, KeyKind kind) throws Exception {
        String pem = openssl(List.of(command.split(" ")));
        Files.writeString(folder.resolve("key"), pem);
        SigningKey key = SigningKey.read("key", pem);
        String open = openssl(List.of("pkey", "-in", "key", "-pubout"));
        VerifyingKey verifying = VerifyingKey.read("key.pub", open);
        assertThat(verifying.kind()).isEqualTo(kind);
        assertThat(verifying.keyId()).isEqualTo(key.keyId());
        assertThat(key.verifying().pem()).isEqualTo(open);
        assertThat(Envelope.sign(new byte[0], key).isSignedBy(verifying)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, of another kind",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384, of another kind",
        "genpkey -algorithm X25519, of another kind",
        "genpkey -algorithm ED25519 -aes256 -pass pass:abc, encrypted",
        "rand -hex 32, no key in PEM"
    })
    void otherTextsAreRefusedWithoutBeingShown(String command, String why) throws Exception {
        String pem = openssl(List.of(command.split(" ")));
        assertThatThrownBy(() -> SigningKey.read("the key", pem))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("the key")
                .hasMessageContaining(why)
                .hasMessageNotContaining(pem.lines().skip(1).findFirst().orElse(pem.strip()));
    }

    @Test
    void theTwoHalvesAreNotMixedUp() {
        SigningKey key = SigningKey.generate(KeyKind.ED25519);
        assertThatThrownBy(() -> VerifyingKey.read("k", key.pem())).hasMessageContaining("no public key");
        assertThatThrownBy(() -> SigningKey.read("k", key.verifying().pem())).hasMessageContaining("the private one");
    }

    private String openssl(List<String> arguments) throws Exception {
        assumeTrue(Command.find("openssl").isPresent(), "install openssl on the PATH to run this test");
        java.util.ArrayList<String> argv = new java.util.ArrayList<>(List.of("openssl"));
        argv.addAll(arguments);
        Command.Result result = Command.of(argv).in(folder).run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output() + (result.output().isEmpty() ? result.errors() : "");
    }
}
