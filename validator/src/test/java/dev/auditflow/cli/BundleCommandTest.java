package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code auditflow bundle}, and what decides by it on a machine without opa. */
class BundleCommandTest {
    private static final Path GATEKEEPER = Path.of("src/test/resources/gatekeeper");

    @TempDir
    Path folder;

    @BeforeEach
    void sources() throws IOException {
        assumeTrue(Command.find("opa").isPresent(), "install opa on the PATH to run this test");
        copy(GATEKEEPER.resolve("libraries"), folder.resolve("policy/libraries"));
        write("policy/own.rego", """
                package main

                # METADATA
                # title: Teams
                # custom:
                #   id: own-team
                deny contains msg if {
                    input.kind == "ConfigMap"
                    not input.metadata.labels.team in data.teams
                    msg := sprintf("%s needs a team", [input.metadata.name])
                }
                """);
        write("policy/own_test.rego", "package main\n\ntest_nothing if true\n");
        write("data/teams.yaml", "teams: [red, blue]\n");
        write("auditflow.yaml", """
                version: 1
                environments:
                  dev: {kubernetes: "1.34", values: [hidden/values.yaml]}
                  prod: {}
                releases:
                  - {name: web, chart: hidden/chart}
                golden: {path: hidden}
                policies:
                  paths: [policy]
                  data: [data]
                  rules: {AF701: warn}
                waivers:
                  - rule: own-team
                    resource: ConfigMap/old
                    environments: [prod]
                    reason: "it is old: yes"
                    owner: red
                    expires: 2099-01-31
                admission:
                  mode: enforce
                  namespaces:
                    - {names: [dev-*], mode: dryrun}
                """);
        write("hidden/values.yaml", "password: hidden\n");
        write("hidden/chart/Chart.yaml", "apiVersion: v2\nname: hidden\nversion: 1.0.0\n");
        write("objects.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: new, namespace: shop, labels: {team: green}}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: old, namespace: shop, labels: {team: green}}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: new, namespace: dev-1, labels: {team: green}}
                ---
                """ + Files.readString(GATEKEEPER.resolve("libraries/pod-disallowed.yaml")));
    }

    @Test
    void theAnswersAndTheDigestAreThoseOfTheSources() throws Exception {
        for (String some : List.of("cel", "rego-v1", "inventory")) {
            copy(GATEKEEPER.resolve(some), folder.resolve("policy/" + some));
        }
        build("b.zip");
        // Nothing of the sources is there any more, and no opa.
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.copy(folder.resolve("b.zip"), elsewhere.resolve("b.zip"));
        Files.copy(folder.resolve("objects.yaml"), elsewhere.resolve("objects.yaml"));
        for (String output : List.of("text", "json")) {
            FrontDoor.Result sources = run("admit", "--env", "prod", "-o", output, "objects.yaml");
            FrontDoor.Result bundle = FrontDoor.process(
                    elsewhere,
                    Map.of("PATH", elsewhere.toString()),
                    new byte[0],
                    "admit",
                    "--bundle",
                    "b.zip",
                    "--env",
                    "prod",
                    "-o",
                    output,
                    "objects.yaml");
            assertThat(bundle).isEqualTo(sources);
            assertThat(sources.exitCode()).as(sources.text()).isEqualTo(ExitCode.FINDINGS);
            assertThat(sources.output()).contains("own-team: new needs a team").doesNotContain("old needs a team");
        }
    }

    @Test
    void theSameSourcesAreTheSameBytes() throws Exception {
        build("one.zip");
        FrontDoor.Result again = FrontDoor.process(
                folder,
                Map.of("TZ", "Pacific/Kiritimati"),
                List.of("-Duser.timezone=Pacific/Kiritimati", "-Duser.language=tr"),
                new byte[0],
                "bundle",
                "build",
                "-o",
                "two.zip");
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(folder.resolve("two.zip")).hasSameBinaryContentAs(folder.resolve("one.zip"));
        write("data/teams.yaml", "teams: [red, blue, green]\n");
        build("three.zip");
        assertThat(Files.readAllBytes(folder.resolve("three.zip")))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("one.zip")));
    }

    @Test
    void nothingElseIsInIt() throws Exception {
        build("b.zip");
        FrontDoor.Result shown = run("bundle", "show", "b.zip");
        assertThat(shown.output())
                .contains("the built-in packs, 1 rules of your own, ")
                .contains(" 1 waivers")
                .contains(run("admit", "objects.yaml").output().lines().toList().getLast());
        assertThat(shown.output()
                        .lines()
                        .filter(line -> line.matches("sha256:[0-9a-f]{64} +[0-9]+ .*"))
                        .map(line -> line.replaceAll(".* ", "")))
                .containsExactly(
                        "auditflow.yaml",
                        "bundle.json",
                        "gatekeeper/objects.json",
                        "gatekeeper/policy.wasm",
                        "rego/data.json",
                        "rego/policy.wasm",
                        "rego/rules.json");
        String all = new String(Files.readAllBytes(folder.resolve("b.zip")), StandardCharsets.ISO_8859_1);
        assertThat(all).doesNotContain("hidden").doesNotContain("test_nothing").doesNotContain("pod-disallowed");
    }

    @Test
    void whatTheKeySignedCounts() throws Exception {
        write("auditflow.yaml", "version: 1\n");
        run("keys", "generate", "ours");
        run("keys", "generate", "--kind", "ed25519", "theirs");
        build("b.zip", "--sign", "ours.key");
        build("c.zip", "--sign", "theirs.key");
        assertThat(admit("b.zip", "ours.pub").exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(admit("c.zip", "theirs.pub").exitCode()).isEqualTo(ExitCode.FINDINGS);
        assertThat(run("bundle", "show", "b.zip", "--key", "ours.pub").output()).startsWith("signed by ");
        refused(admit("b.zip", "theirs.pub"), "b.zip is not what the key ");
        refused(run("bundle", "show", "b.zip", "--key", "theirs.pub"), "b.zip is not what the key ");
        byte[] bytes = Files.readAllBytes(folder.resolve("b.zip"));
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("version: 1")] ^= 1;
        Files.write(folder.resolve("b.zip"), bytes);
        refused(admit("b.zip", "ours.pub"), "b.zip is not what the key ");
        refused(run("admit", "--bundle", "b.zip", "objects.yaml"), "b.zip is damaged");
        write("c.zip.sig", "not base64 at all");
        refused(admit("c.zip", "theirs.pub"), "c.zip is not what the key ");
        Files.delete(folder.resolve("c.zip.sig"));
        refused(admit("c.zip", "theirs.pub"), "c.zip has no signature: there is no c.zip.sig");
        refused(admit("none.zip", "theirs.pub"), "there is no bundle none.zip");
    }

    @Test
    void flagsThatDoNotFitAreRefused() throws Exception {
        write("auditflow.yaml", "version: 1\n");
        build("b.zip");
        refused(run("admit", "--bundle", "b.zip", "-c", "other.yaml", "objects.yaml"), "A bundle holds its");
        refused(run("admit", "--bundle", "b.zip", "-p", "policy", "objects.yaml"), "A bundle holds its");
        refused(run("admit", "--bundle", "b.zip", "--env", "moon", "objects.yaml"), "no environment \"moon\"");
        refused(run("admit", "--bundle-key", "k", "objects.yaml"), "name it by --bundle");
        refused(run("admit", "--bundle", "http://127.0.0.1:1/b", "objects.yaml"), "say by --bundle-key who signs");
        refused(run("admit", "--bundle", "ftp://127.0.0.1/b", "objects.yaml"), "not \"ftp://127.0.0.1/b\"");
        refused(run("admit", "--bundle", "https://a:b@c/b", "objects.yaml"), "without user, query and fragment");
        refused(run("admit", "--bundle", "https://c/b?key=1", "objects.yaml"), "without user, query and fragment");
        refused(
                run("admit", "--bundle", "https://c/b", "--bundle-token-env", "NONE", "objects.yaml"),
                "NONE holds no secret");
        write("text.zip", "version: 1\n");
        refused(run("admit", "--bundle", "text.zip", "objects.yaml"), "text.zip is no bundle");
    }

    @Test
    void whatDoesNotCompileOrCannotRunIsNotWritten() throws Exception {
        write("policy/own.rego", "package main\n\ndeny contains msg if {\n");
        refused(run("bundle", "build", "-o", "b.zip"), "policy/own.rego:");
        write("policy/own.rego", "package main\n\ndeny contains \"no\" if http.send({})\n");
        refused(run("bundle", "build", "-o", "b.zip"), "http.send");
        assertThat(folder.resolve("b.zip")).doesNotExist();
    }

    private void build(String file, String... more) throws Exception {
        FrontDoor.Result result = run(Stream.concat(Stream.of("bundle", "build", "-o", file), Stream.of(more))
                .toArray(String[]::new));
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    private FrontDoor.Result admit(String bundle, String key) throws Exception {
        return run("admit", "--bundle", bundle, "--bundle-key", key, "objects.yaml");
    }

    private FrontDoor.Result run(String... args) throws Exception {
        return FrontDoor.process(folder, Map.of(), new byte[0], args);
    }

    private static void refused(FrontDoor.Result result, String words) {
        assertThat(result.errors()).startsWith("auditflow: ").contains(words).doesNotContain("\tat ");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.output()).isEmpty();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
