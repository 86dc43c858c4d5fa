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

    private FrontDoor.Result validate(String fault) throws IOException, InterruptedException {
        Path engines = Files.createDirectories(folder.resolve("engines"));
        Path program = Helpers.in(engines).path("1.34", Helpers.Platform.here()).orElseThrow();
        Files.writeString(program, engine(fault));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
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
