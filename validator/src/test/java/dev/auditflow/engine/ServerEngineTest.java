package dev.auditflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an engine that is missing, broken, slow to answer or killed. The faults are played by scripts. */
final class ServerEngineTest {
    private static final ServerEngine.Definitions NONE = new ServerEngine.Definitions("", List.of());
    private static final String HELLO = "{\"protocol\":1,\"kubernetes\":\"v1.34.2\"}";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aMissingProgramIsASentence() {
        assertThatThrownBy(() -> ask(folder.resolve("nothing"), 1))
                .isInstanceOf(Command.Failure.class)
                .hasMessageContaining("could not be started");
    }

    @Test
    void aProgramThatMayNotRunIsASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("engine"), "#!/bin/sh\n");
        assertThatThrownBy(() -> ask(file, 1)).hasMessageContaining("could not be started");
    }

    @Test
    void anotherProtocolIsRefused() throws IOException {
        Path engine = script(frame("{\"protocol\":7,\"kubernetes\":\"v1.34.2\"}"));
        assertThatThrownBy(() -> ask(engine, 1)).hasMessageContaining("speaks protocol 7, and 1 is needed");
    }

    @Test
    void aProgramThatWritesNoFramesIsRefused() throws IOException {
        assertThatThrownBy(() -> ask(script("echo Hello, I am another program"), 1))
                .hasMessageContaining("it wrote something that is no frame");
    }

    @Test
    void aProgramThatEndsAtOnceTellsWhy() throws IOException {
        assertThatThrownBy(() -> ask(script("echo 'cannot execute on this machine' >&2; exit 1"), 1))
                .hasMessageContaining("cannot execute on this machine");
    }

    @Test
    void aProgramThatDiesAtEachObjectCountsAsBroken() throws IOException {
        Path engine = script(frame(HELLO) + "head -c 4 >/dev/null; echo 'out of luck' >&2; exit 3");
        assertThatThrownBy(() -> ask(engine, 9)).hasMessageContaining("out of luck");
    }

    @Test
    void oneObjectThatKillsTheEngineIsTheOnlyOneWithoutAnAnswer() throws Command.Failure {
        Path program = BuiltEngines.need("1.34");
        // So much holds the engine and small objects, and not the text of this one alone.
        String big = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"big\"},\"data\":{\"a\":\""
                + "x".repeat(50_000_000) + "\"}}";
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            questions.add(question(i == 7 ? big : configMap("c" + i)));
        }
        try (ServerEngine engine = new ServerEngine(program, 45)) {
            List<Answer> answers = engine.ask(questions, NONE);
            assertThat(answers).hasSize(20);
            for (int i = 0; i < 20; i++) {
                assertThat(answers.get(i).outcome())
                        .as("object %d: %s", i, answers.get(i).message())
                        .isEqualTo(i == 7 ? Answer.Outcome.FAILED : Answer.Outcome.VALID);
            }
            assertThat(answers.get(7).message()).contains("MB of memory");
        }
    }

    @Test
    void anEngineThatIsKilledIsStartedAgain() throws Exception {
        Path program = BuiltEngines.need("1.34");
        try (ServerEngine engine = new ServerEngine(program, 1024)) {
            for (int round = 0; round < 3; round++) {
                assertThat(engine.ask(List.of(question(configMap("a"))), NONE))
                        .extracting(Answer::outcome)
                        .containsExactly(Answer.Outcome.VALID);
                ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().command().orElse("").contains("auditflow-server-engine"))
                        .forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void whatAClusterGivesOutIsNotMissing() throws Command.Failure {
        Path program = BuiltEngines.need("1.34");
        String local = "\"type\":\"LoadBalancer\",\"externalTrafficPolicy\":\"Local\"";
        List<Question> questions = List.of(
                question(service(local)),
                question(service("\"clusterIP\":\"None\"")),
                question(service("\"type\":\"NodePort\"")),
                Question.update("default", bytes(service(local)), bytes(service("\"type\":\"ClusterIP\""))),
                Question.update("default", bytes(service("\"type\":\"ClusterIP\"")), bytes(service(local))),
                Question.update("default", bytes(service(local)), bytes(service(local))));
        try (ServerEngine engine = new ServerEngine(program, 1024)) {
            assertThat(engine.ask(questions, NONE))
                    .allSatisfy(answer ->
                            assertThat(answer.outcome()).as(answer.message()).isEqualTo(Answer.Outcome.VALID));
        }
    }

    @Test
    void manyThreadsShareOneProcess() throws Exception {
        Path program = BuiltEngines.need("1.34");
        Path starts = folder.resolve("starts");
        try (ServerEngine engine =
                        new ServerEngine(script("echo >> %s; exec %s \"$@\"".formatted(starts, program)), 1024);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<List<Answer>>> asked = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Question question = question(configMap("c" + i));
                asked.add(threads.submit(() -> engine.ask(List.of(question), NONE)));
            }
            for (Future<List<Answer>> answers : asked) {
                assertThat(answers.get()).extracting(Answer::outcome).containsExactly(Answer.Outcome.VALID);
            }
        }
        assertThat(starts).hasContent("\n");
    }

    private static List<Answer> ask(Path program, int objects) throws Command.Failure {
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            questions.add(question(configMap("c" + i)));
        }
        try (ServerEngine engine = new ServerEngine(program, 100)) {
            return engine.ask(questions, NONE);
        }
    }

    private static Question question(String json) {
        return Question.create("default", bytes(json));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String service(String fields) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"web\"},\"spec\":{\"ports\":[{\"port\":80}],%s}}"
                .formatted(fields);
    }

    private static String configMap(String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}".formatted(name);
    }

    private Path script(String body) throws IOException {
        Path file = Files.writeString(folder.resolve("engine"), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String frame(String json) {
        return "printf '\\000\\000\\000\\%o'; printf %%s '%s'\n".formatted(json.length(), json);
    }
}
