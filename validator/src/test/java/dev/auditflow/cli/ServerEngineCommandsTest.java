package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.engine.BuiltEngines;
import dev.auditflow.engine.Helpers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server engine as users meet it: chosen, left out, of two versions, missing and broken. */
final class ServerEngineCommandsTest {
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: 1web
              namespace: shop
            spec:
              selector: {app: web}
              ports:
                - port: 80
                  targetPort: a-name-that-is-far-too-long
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void refusesWhatTheServerRefusesAtItsLine() throws Exception {
        BuiltEngines.need("1.34");
        FrontDoor.Result result = validate(SERVICE, built(), "--schema-engine", "server", "--kube-version", "1.34");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("deny AF012  Service/shop/1web metadata.name")
                .contains("a DNS-1035 label must consist of lower case alphanumeric characters")
                .contains("Service/shop/1web spec.ports[0].targetPort")
                .contains("must be no more than 15 characters (server engine)")
                .contains("input.yaml:10")
                .containsPattern("server engine +1 +1 +0");
    }

    @Test
    void eachVersionHasItsOwn() throws Exception {
        BuiltEngines.need("1.34");
        BuiltEngines.need("1.36");
        FrontDoor.Result result =
                validate(SERVICE, built(), "--schema-engine", "server", "--kube-version", "1.36", "-o", "json");
        assertThat(result.output())
                .as("names of Services may begin with a digit since 1.36")
                .doesNotContain("metadata.name: Invalid")
                .contains("must be no more than 15 characters (server engine)");
    }

    @Test
    void judgesCustomResourcesByTheCrdBesideThem() throws Exception {
        BuiltEngines.need("1.34");
        String crd = Files.readString(Path.of("src/test/resources/schema/kinds.yaml"));
        String definition = List.of(crd.split("\n---\n")).stream()
                .filter(document -> document.contains("kind: CustomResourceDefinition"))
                .findFirst()
                .orElseThrow();
        String thing = """

                ---
                apiVersion: example.com/v1
                kind: Thing
                metadata: {name: one, namespace: shop}
                spec: {size: 0, colour: green, size2: 1}
                """;
        FrontDoor.Result unknown =
                validate(definition + thing, built(), "--schema-engine", "server", "--kube-version", "1.34");
        assertThat(unknown.output()).contains("deny AF001  Thing/shop/one spec.size2");
        FrontDoor.Result rules = validate(
                definition + thing.replace(", size2: 1", ""),
                built(),
                "--schema-engine",
                "server",
                "--kube-version",
                "1.34");
        assertThat(rules.output())
                .contains("deny AF004  Thing/shop/one spec.colour")
                .contains("supported values: \"red\", \"blue\" (server engine)")
                .contains("info AF014  Thing/shop/one")
                .doesNotContain("nil");
        FrontDoor.Result positive = validate(
                definition + thing.replace(", colour: green, size2: 1", ""),
                built(),
                "--schema-engine",
                "server",
                "--kube-version",
                "1.34");
        assertThat(positive.output()).contains("must be positive (server engine)");
    }

    @Test
    void autoGoesWithoutAndSaysSo() throws Exception {
        FrontDoor.Result result = validate(SERVICE, folder.resolve("none"), "--kube-version", "1.34");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("Kubernetes 1.34: not built; auditflow engines build server --kubernetes 1.34")
                .doesNotContain("(server engine)");
    }

    @Test
    void whoAsksForItGetsNoVerdictWithoutIt() throws Exception {
        FrontDoor.Result missing =
                validate(SERVICE, folder.resolve("none"), "--schema-engine", "server", "--kube-version", "1.34");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.errors())
                .contains(
                        "There is no server engine for Kubernetes 1.34 here: not built; auditflow engines build server");
        FrontDoor.Result old = validate(SERVICE, built(), "--schema-engine", "server", "--kube-version", "1.30");
        assertThat(old.exitCode()).isEqualTo(2);
        assertThat(old.errors()).contains("there is none for this version, only for 1.34, 1.35, 1.36");
    }

    @Test
    void aBrokenEngineIsNeverPassedOver() throws Exception {
        String good = SERVICE.replace("1web", "web").replace("a-name-that-is-far-too-long", "http");
        for (String script :
                List.of("#!/bin/sh\nexit 1\n", "#!/bin/sh\necho hello there, this is no frame\n", "no program")) {
            FrontDoor.Result result = validate(good, broken(script, "rwx------"), "--kube-version", "1.34");
            assertThat(result.exitCode()).as(script).isEqualTo(1);
            assertThat(result.output()).contains("deny AF015").contains("The server engine failed: ");
            assertThat(result.output()).containsPattern("server engine +1 +0 +1");
        }
        FrontDoor.Result result = validate(good, broken("#!/bin/sh\n", "rw-------"), "--kube-version", "1.34");
        assertThat(result.output()).contains("could not be started");
    }

    @Test
    void engineCommandsSayWhatTheyDo() throws Exception {
        Map<String, String> environment =
                Map.of("AUDITFLOW_ENGINES", folder.resolve("none").toString());
        FrontDoor.Result list = FrontDoor.process(folder, environment, new byte[0], "engines", "list");
        assertThat(list.output()).contains("server  Kubernetes 1.34  not built; auditflow engines build server");
        assertThat(FrontDoor.run("engines", "build", "helm").errors())
                .contains("There is no engine \"helm\" to build; there is: server");
        assertThat(FrontDoor.run("engines", "build", "server", "--kubernetes", "1.20")
                        .errors())
                .contains("There is no server engine for Kubernetes 1.20, only for 1.34, 1.35, 1.36");
        assertThat(FrontDoor.run("engines", "build", "server", "--platform", "plan9/mips")
                        .errors())
                .contains("The server engine is not built for plan9/mips");
        Map<String, String> noGo = Map.of("AUDITFLOW_ENGINES", folder.toString(), "PATH", folder.toString());
        FrontDoor.Result build =
                FrontDoor.process(folder, noGo, new byte[0], "engines", "build", "server", "--kubernetes", "1.34");
        assertThat(build.exitCode()).isEqualTo(2);
        assertThat(build.errors()).contains("go is not on PATH");
    }

    @Test
    void comparesTheEnginesWithARealServer() throws Exception {
        Path cases = Files.writeString(folder.resolve("cases.jsonl"), """
                {"id":"1","mutation":"original","manifest":"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\n","accepted":true}
                {"id":"2","mutation":"no-name","manifest":"apiVersion: v1\\nkind: ConfigMap\\n","accepted":false}
                {"id":"3","mutation":"wrong","manifest":"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: b}\\n","accepted":false,"message":"as if"}
                """);
        FrontDoor.Result result = FrontDoor.run("bench", "server-truth", "--list", cases.toString());
        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .containsPattern("no-name +1 +1 +100.0 %, 0")
                .containsPattern("all +3 +2 +50.0 %, 0")
                .contains("embedded 3  wrong: missed: as if");
        Path noCases = Files.writeString(folder.resolve("other.jsonl"), "{\"a\":1}\n");
        assertThat(FrontDoor.run("bench", "server-truth", noCases.toString()).errors())
                .contains("other.jsonl:1 holds no case");
    }

    @Test
    void saysWhatTheServerEngineCosts() throws Exception {
        BuiltEngines.need("1.34");
        Path cases = Files.writeString(folder.resolve("cases.jsonl"), """
                {"mutation":"original","manifest":"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\n","accepted":true}
                """);
        FrontDoor.Result result = FrontDoor.process(
                folder,
                Map.of("AUDITFLOW_ENGINES", built().toString()),
                new byte[0],
                "bench",
                "server-truth",
                cases.toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .containsPattern(
                        "server: ready after \\d+ ms, \\d+ of processor; 1 manifests took \\d+ ms of processor, \\d+\\.\\d\\d a manifest");
    }

    private Path broken(String content, String permissions) throws IOException {
        Path program =
                BuiltEngines.helpers().path("1.34", Helpers.Platform.here()).orElseThrow();
        Path engines = Files.createDirectories(folder.resolve("broken"));
        Path file = Files.writeString(engines.resolve(program.getFileName()), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return engines;
    }

    private static Path built() {
        return Objects.requireNonNull(program().getParent());
    }

    private static Path program() {
        return BuiltEngines.helpers().path("1.34", Helpers.Platform.here()).orElseThrow();
    }

    private FrontDoor.Result validate(String yaml, Path engines, String... flags) throws Exception {
        Path file = Files.writeString(folder.resolve("input.yaml"), yaml);
        List<String> args = new ArrayList<>(List.of("validate", file.toString()));
        args.addAll(List.of(flags));
        return FrontDoor.process(
                folder, Map.of("AUDITFLOW_ENGINES", engines.toString()), new byte[0], args.toArray(String[]::new));
    }
}
