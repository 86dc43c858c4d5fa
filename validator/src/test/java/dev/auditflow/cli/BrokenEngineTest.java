package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.engine.Helpers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Manifests that a server engine does not survive, as a user meets them: each is an error of its own and the others are
 * judged. The engine is played by a script that answers "valid", but not for every name.
 */
final class BrokenEngineTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anObjectThatHangsIsTheOnlyOneWithoutAVerdict() throws Exception {
        FrontDoor.Result result = validate("*bad-one*) sleep 100 ;;");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("deny AF015  ConfigMap/bad-one", "gave no answer within 10 s")
                .containsPattern("server engine +6 +5 +1")
                .containsOnlyOnce("AF015  ");
    }

    @Test
    void anObjectThatMakesItPanicOrGrowIsTheOnlyOneWithoutAVerdict() throws Exception {
        for (String end : List.of("panic: runtime error", "more than 1024 MB of memory are needed")) {
            FrontDoor.Result result = validate("*bad-one*) echo '%s' >&2; exit 3 ;;".formatted(end));
            assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
            assertThat(result.output())
                    .contains("deny AF015  ConfigMap/bad-one", end)
                    .containsPattern("server engine +6 +5 +1")
                    .containsOnlyOnce("AF015  ");
        }
    }

    @Test
    void anEngineThatIsKilledHalfWayIsStartedAgainForTheRest() throws Exception {
        FrontDoor.Result result = validate("*bad-one*) [ $answered = 0 ] || kill -9 $$ ;;");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).containsPattern("server engine +6 +6 +0").doesNotContain("AF015");
    }

    @Test
    void anEngineThatAnswersWhatWasNotAskedIsNotBelieved() throws Exception {
        FrontDoor.Result result = validate("*bad-one*) id=777 ;;");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output()).contains("deny AF015  ConfigMap/bad-one");
    }

    /** A helm that waits for the engine would wait for ever if the engine waited for what helm renders. */
    @Test
    void theEngineStartsWhileTheChartIsRendered() throws Exception {
        Path started = folder.resolve("started");
        Path helm = program(folder.resolve("helm"), """
                #!/bin/sh
                case $1 in version) echo v3.19.0; exit ;; esac
                for i in $(seq 600); do [ -e %1$s ] && break; sleep 0.1; done
                [ -e %1$s ] || { echo 'nobody started the engine' >&2; exit 1; }
                printf -- '---\\n# Source: web/templates/a.yaml\\n'
                echo '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}'
                """.formatted(started));
        Path engines = engines(engine("").replaceFirst("\n", "\ntouch " + started + "\n"));
        Path chart = Files.createDirectories(folder.resolve("web/templates"))
                .resolve("..")
                .normalize();
        Files.writeString(chart.resolve("Chart.yaml"), "{apiVersion: v2, name: web, version: 1.0.0}\n");
        Files.writeString(
                chart.resolve("templates/a.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n");
        FrontDoor.Result result = FrontDoor.process(
                folder,
                Map.of("AUDITFLOW_ENGINES", engines.toString(), "HELM_BIN", helm.toString()),
                new byte[0],
                "validate",
                chart.toString(),
                "--helm-engine",
                "binary",
                "--schema-engine",
                "server",
                "--kube-version",
                "1.34");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output()).containsPattern("server engine +1 +1 +0");
    }

    private FrontDoor.Result validate(String fault) throws IOException, InterruptedException {
        Path engines = engines(engine(fault));
        String manifests = IntStream.range(0, 6)
                .mapToObj(i -> i == 3 ? "bad-one" : "good-" + i)
                .map("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: b}}"::formatted)
                .collect(Collectors.joining("\n---\n"));
        Path file = Files.writeString(folder.resolve("input.yaml"), manifests);
        return FrontDoor.process(
                folder,
                Map.of("AUDITFLOW_ENGINES", engines.toString()),
                new byte[0],
                "validate",
                file.toString(),
                "--schema-engine",
                "server",
                "--kube-version",
                "1.34");
    }

    /** The folder of an engine for Kubernetes 1.34. */
    private Path engines(String script) throws IOException {
        Path engines = Files.createDirectories(folder.resolve("engines"));
        program(Helpers.in(engines).path("1.34", Helpers.Platform.here()).orElseThrow(), script);
        return engines;
    }

    private static Path program(Path file, String script) throws IOException {
        Files.writeString(file, script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** @param fault cases of sh over the request's text */
    private static String engine(String fault) {
        return """
                #!/bin/sh
                say() { printf "\\\\000\\\\000\\\\000\\\\$(printf %%o ${#1})%%s" "$1"; }
                say '{"protocol":1,"kubernetes":"v1.34.2"}'
                answered=0
                while :; do
                  set -- $(head -c 4 | od -An -tu1)
                  [ $# = 4 ] || exit 0
                  body=$(head -c $((($1 << 24) + ($2 << 16) + ($3 << 8) + $4)))
                  id=$(printf %%s "$body" | sed 's/^{"id":\\([0-9]*\\).*/\\1/')
                  case $body in
                  %s
                  esac
                  say "{\\"id\\":$id,\\"outcome\\":\\"valid\\"}"
                  answered=$((answered + 1))
                done
                """.formatted(fault);
    }
}
