package dev.auditflow.check.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Subject;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two packs of Pod Security Standards forbid what Kubernetes' own admission forbids, check by check, by version. */
class PodSecurityTest {
    private static final Path TABLE = Path.of("src/test/resources/pss/verdicts.jsonl");
    private static final Path PROGRAM = Path.of("src/test/go/pss");
    private static final BuiltinPolicies POLICIES = BuiltinPolicies.load(Map.of());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those in which something changed, and the newest. */
    @ParameterizedTest
    @ValueSource(ints = {30, 31, 32, 34, 35, 36})
    void forbidsWhatTheAdmissionForbids(int minor) throws IOException {
        List<PodSecurity.Pod> pods = PodSecurity.read(Files.readAllLines(TABLE));
        assertThat(pods).hasSizeGreaterThan(500);
        assertThat(differences(pods, minor)).isEmpty();
    }

    @Test
    void forbidsItInPodsOfWorkloadsToo() throws IOException {
        List<String> differences = new ArrayList<>();
        int number = 0;
        for (PodSecurity.Pod pod : PodSecurity.read(Files.readAllLines(TABLE))) {
            List<ObjectNode> owners = owners(pod.object());
            ObjectNode owner = owners.get(number++ % owners.size());
            if (!found(owner, 34).equals(found(pod.object(), 34))) {
                differences.add(owner.get("kind").asText() + " " + pod.name());
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void theTableIsWhatTheAdmissionSaysToday() throws IOException, Command.Failure {
        List<String> printed = run(List.of());
        if ("true".equals(System.getenv("AUDITFLOW_UPDATE"))) {
            Files.write(TABLE, printed);
        }
        assertThat(Files.readAllLines(TABLE))
                .as("run this test with AUDITFLOW_UPDATE=true")
                .isEqualTo(printed);
    }

    @Test
    void forbidsWhatTheAdmissionForbidsInRandomCombinations() throws IOException, Command.Failure {
        List<PodSecurity.Pod> pods = PodSecurity.read(run(List.of("-random", "1000", "-seed", "11")));
        List<String> differences = new ArrayList<>(differences(pods, 34));
        differences.addAll(differences(pods, 36));
        assertThat(differences).isEmpty();
    }

    private static List<String> run(List<String> flags) throws Command.Failure {
        assumeThat(Command.find("go"))
                .as("install go on the PATH to run this test")
                .isPresent();
        List<String> argv = new ArrayList<>(List.of("go", "run", "."));
        argv.addAll(flags);
        Map<String, String> home = Map.of("HOME", System.getProperty("user.home"), "GOFLAGS", "-mod=mod");
        Command command = new Command(argv, home, PROGRAM, "", Duration.ofMinutes(5), 64 * 1024 * 1024);
        Command.Result result = command.run();
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output().lines().toList();
    }

    private static List<String> differences(List<PodSecurity.Pod> pods, int minor) throws IOException {
        List<String> differences = new ArrayList<>();
        for (PodSecurity.Pod pod : pods) {
            differences.addAll(PodSecurity.differences(pod, minor, found(pod.object(), minor)));
        }
        return differences;
    }

    private static Set<String> found(ObjectNode object, int minor) throws IOException {
        Subject plain = Subjects.of(JSON.writeValueAsString(object));
        Subject subject = new Subject(
                plain.release(), plain.environment(), plain.namespace(), "1." + minor, plain.resources(), List.of());
        Set<String> ids = new TreeSet<>();
        for (Finding finding : POLICIES.evaluate(subject).findings()) {
            if (finding.rule().matches("AF[12]..")) {
                ids.add(finding.rule());
            }
            assertThat(finding.rule()).isNotEqualTo(PolicyRules.NOT_EVALUATED.id());
        }
        return ids;
    }

    private static List<ObjectNode> owners(ObjectNode pod) {
        ObjectNode template = JSON.createObjectNode();
        template.set("metadata", pod.get("metadata"));
        template.set("spec", pod.get("spec"));
        List<ObjectNode> owners = new ArrayList<>();
        for (String kind :
                List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job")) {
            ObjectNode owner = owner(kind);
            owner.putObject("spec").set("template", template);
            owners.add(owner);
        }
        ObjectNode cron = owner("CronJob");
        cron.putObject("spec").putObject("jobTemplate").putObject("spec").set("template", template);
        owners.add(cron);
        ObjectNode podTemplate = owner("PodTemplate");
        podTemplate.set("template", template);
        owners.add(podTemplate);
        return owners;
    }

    private static ObjectNode owner(String kind) {
        ObjectNode owner = JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
        owner.putObject("metadata").put("name", "pod");
        return owner;
    }
}
