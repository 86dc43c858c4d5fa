package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing and verifying as users do it. */
class AttestCommandsTest {
    @TempDir
    Path folder = Path.of("");

    private Path config = Path.of("");
    private Path key = Path.of("");
    private Path open = Path.of("");
    private Path attestations = Path.of("");

    @BeforeEach
    void repository() throws IOException, InterruptedException {
        config = folder.resolve("auditflow.yaml");
        key = folder.resolve("ci.key");
        open = folder.resolve("ci.pub");
        attestations = folder.resolve("attestations");
        settings("colour: red");
        Files.writeString(config, """
                version: 1
                environments: {dev: {}, prod: {}}
                policies: {rules: {AF701: off}}
                attestation:
                  resource: git+https://example.com/shop
                  keys:
                    - { key: ci.pub, environments: dev }
                releases: [{name: shop, manifests: objects}]
                """);
        golden();
        ok("keys", "generate", folder.resolve("ci").toString());
    }

    @Test
    void whatPassedIsSignedAndVerifies() throws Exception {
        FrontDoor.Result signed = sign(key.toString());
        assertThat(signed.exitCode()).as(signed.text()).isZero();
        assertThat(signed.errors()).contains("signed shop/dev@1.34", "signed shop/prod@1.34");
        assertThat(signed.text()).doesNotContain(secretPart());
        assertThat(attestations.resolve("shop/dev@1.34.yaml")).content().contains("colour: red");
        FrontDoor.Result verified = verify("shop/dev");
        assertThat(verified.exitCode()).as(verified.text()).isZero();
        assertThat(verified.output())
                .contains(
                        "VERIFIED shop/dev@1.34",
                        "git+https://example.com/shop#shop/dev@1.34",
                        "PASS  1 of 1 attestations hold");
    }

    @Test
    void aKeyIsGoodForItsEnvironmentsAlone() throws Exception {
        sign(key.toString());
        FrontDoor.Result prod = verify("shop/prod");
        assertThat(prod.exitCode()).isEqualTo(1);
        assertThat(prod.output()).contains("REFUSED", "No key is trusted here");
        assertThat(verify("shop/prod", "--key", open.toString()).exitCode()).isZero();
    }

    @Test
    void anAttestationOfAnotherEnvironmentIsRefused() throws Exception {
        sign(key.toString());
        Files.copy(
                attestations.resolve("shop/dev@1.34.intoto.jsonl"),
                attestations.resolve("shop/prod@1.34.intoto.jsonl"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(verify("shop/prod", "--key", open.toString()).output())
                .contains("refused  resource", "attest the target that is to be deployed");
    }

    @Test
    void oneOtherByteIsRefusedWithItsPath() throws Exception {
        sign(key.toString());
        settings("colour: reD");
        golden();
        FrontDoor.Result verified = verify("shop/dev");
        assertThat(verified.exitCode()).isEqualTo(1);
        assertThat(verified.output()).contains("refused  subject", "ConfigMap/settings data.colour;");
    }

    @Test
    void otherPoliciesAndOldOrRevokedAttestationsAreRefused() throws Exception {
        sign(key.toString());
        assertThat(verify("shop/dev", "--no-builtin", "-p", policy().toString()).output())
                .contains("refused  policy", "attest again");
        Path revoked = folder.resolve("revoked");
        String id = FrontDoor.run("keys", "show", open.toString()).output().strip();
        Files.writeString(revoked, "key:" + id + " lost\n");
        assertThat(verify("shop/dev", "--revoked", revoked.toString()).output())
                .contains("refused  revocation", "key:" + id + ": lost");
        Files.writeString(revoked, "key: lost\n");
        FrontDoor.Result unreadable = verify("shop/dev", "--revoked", revoked.toString());
        assertThat(unreadable.exitCode()).isEqualTo(2);
        assertThat(unreadable.errors()).contains("revoked:1:");
        FrontDoor.Result json = verify("shop/dev", "-o", "json");
        assertThat(json.output()).contains("\"holds\" : true", "\"check\" : \"revocation\"");
    }

    @Test
    void whatDoesNotPassIsNotSigned() throws Exception {
        settings("colour: blue");
        FrontDoor.Result run = sign(key.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).contains("nothing was signed");
        assertThat(attestations).doesNotExist();
        assertThat(verify("shop/dev").output())
                .contains("There is no attestation of shop/dev@1.34; 'auditflow validate --attest KEY' signs one");
    }

    @Test
    void nothingIsSignedWhoseSchemasWereLeftOut() {
        FrontDoor.Result run = FrontDoor.run(
                "validate",
                "-c",
                folder.resolve("auditflow.yaml").toString(),
                "--attest",
                key.toString(),
                "--schema-engine",
                "none");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("leave --schema-engine none out");
        assertThat(attestations).doesNotExist();
    }

    @Test
    void keysComeFromVariablesAndNeverFromArguments() throws Exception {
        String pem = Files.readString(key);
        FrontDoor.Result signed = FrontDoor.process(
                folder, Map.of("SIGNING_KEY", pem), new byte[0], "validate", "--attest", "env://SIGNING_KEY");
        assertThat(signed.exitCode()).as(signed.text()).isZero();
        assertThat(signed.text()).doesNotContain(secretPart());
        FrontDoor.Result unset =
                FrontDoor.process(folder, Map.of(), new byte[0], "validate", "--attest", "env://SIGNING_KEY");
        assertThat(unset.exitCode()).isEqualTo(2);
        assertThat(unset.errors()).contains("The variable SIGNING_KEY is not set");
        FrontDoor.Result argument = sign(pem);
        assertThat(argument.exitCode()).isEqualTo(2);
        assertThat(argument.text()).contains("as an argument").doesNotContain(secretPart());
        FrontDoor.Result publicHalf = sign(open.toString());
        assertThat(publicHalf.errors()).contains("signing needs the private one");
    }

    @Test
    void aKeyIsPrivateAndNeverOverwritten() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        String before = Files.readString(key);
        Files.delete(open);
        FrontDoor.Result again =
                FrontDoor.run("keys", "generate", folder.resolve("ci").toString());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.errors()).contains("is there already").doesNotContain(".tmp");
        assertThat(Files.readString(key)).isEqualTo(before);
        assertThat(FrontDoor.run("keys", "generate", "x", "--kind", "rsa").errors())
                .contains("--kind takes ecdsa-p256 or ed25519");
    }

    @Test
    void onlyTargetsOfTheConfigurationAreSigned() {
        FrontDoor.Result run = FrontDoor.run(
                "validate", folder.resolve("objects").toString(), "--attest", key.toString(), "--no-cache");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("--attest signs targets of auditflow.yaml");
        assertThat(FrontDoor.run("validate", "-c", config.toString(), "--seal-key", "x")
                        .errors())
                .contains("give --attest too");
    }

    /** What cosign is given: the rendering that lies beside the attestation. */
    @Test
    void cosignTakesIt() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Command.find("cosign").isPresent(), "install cosign on the PATH to run this test");
        for (String kind : List.of("ecdsa-p256", "ed25519")) {
            Path name = folder.resolve("as-" + kind);
            ok("keys", "generate", name.toString(), "--kind", kind);
            FrontDoor.Result signed = sign(name + ".key");
            assertThat(signed.exitCode()).as(signed.text()).isZero();
            Command.Result right = cosign(name + ".pub", attestations.resolve("shop/dev@1.34.yaml"));
            assertThat(right.exitCode()).as(right.errors()).isZero();
            Path other = folder.resolve("other.yaml");
            Files.writeString(other, "a: b\n");
            assertThat(cosign(name + ".pub", other).exitCode()).isNotZero();
            assertThat(cosign(open.toString(), attestations.resolve("shop/dev@1.34.yaml"))
                            .exitCode())
                    .isNotZero();
        }
    }

    private Command.Result cosign(String trusted, Path rendering) throws Command.Failure {
        return Command.of(List.of(
                        "cosign",
                        "verify-blob-attestation",
                        "--insecure-ignore-tlog=true",
                        "--key",
                        trusted,
                        "--type",
                        "https://slsa.dev/verification_summary/v1",
                        "--signature",
                        attestations.resolve("shop/dev@1.34.intoto.jsonl").toString(),
                        rendering.toString()))
                .withEnvironment(Map.of("HOME", folder.toString()))
                .run();
    }

    private FrontDoor.Result sign(String place) {
        return FrontDoor.run(
                "validate",
                "-c",
                config.toString(),
                "--no-cache",
                "--attest",
                place,
                "--attestations",
                attestations.toString());
    }

    private FrontDoor.Result verify(String target, String... more) {
        List<String> args = new java.util.ArrayList<>(List.of(
                "verify", target, "-c", config.toString(), "--no-cache", "--attestations", attestations.toString()));
        args.addAll(List.of(more));
        return FrontDoor.run(args.toArray(String[]::new));
    }

    /** It is refused where CI=true, so it must not see the variables of the machine that runs the tests. */
    private void golden() throws IOException, InterruptedException {
        FrontDoor.Result result = FrontDoor.process(folder, Map.of(), new byte[0], "golden", "update");
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    private static void ok(String... args) {
        FrontDoor.Result result = FrontDoor.run(args);
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    private void settings(String data) throws IOException {
        Path objects = Files.createDirectories(folder.resolve("objects"));
        Files.writeString(objects.resolve("settings.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, labels: {app.kubernetes.io/name: shop}}
                data:
                  %s
                """.formatted(data));
    }

    private Path policy() throws IOException {
        Path policy = Files.createDirectories(folder.resolve("policy")).resolve("own.rego");
        Files.writeString(policy, """
                package main

                import rego.v1

                deny contains "never" if input.kind == "Never"
                """);
        return policy;
    }

    private String secretPart() throws IOException {
        return Files.readAllLines(key).get(1);
    }
}
