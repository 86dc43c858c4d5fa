package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.lab.FaultProxy;
import dev.auditflow.lab.FaultProxy.Fault;
import dev.auditflow.lab.Lab;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs as a real API server hands them on from a kubelet, or does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerLogTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private Lab lab;
    private FaultProxy proxy;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        lab = Lab.cluster(folder);
        proxy = FaultProxy.before(lab, folder);
        cluster = Cluster.connect(proxy.kubeconfig(), "lab");
        lab.logs().write("server.previous", List.of("listening", "DB_PASSWORD=hunter2", "no such table"));
        lab.logs().write("server", List.of("once more"));
        lab.logs().write("health", List.of("503"));
        for (String fate : new String[] {"crash", "pull", "fail"}) {
            lab.send("POST", PODS, "application/json", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%1$s","annotations":{"lab/fate":"%1$s"}},
                "spec":{"containers":[{"name":"server","image":"b"},{"name":"health","image":"b"},
                {"name":"silent","image":"b"}]}}""".formatted(fate));
            for (int i = 0;
                    i < 300
                            && pod(fate)
                                    .path("status")
                                    .path("containerStatuses")
                                    .isEmpty();
                    i++) {
                Thread.sleep(100);
            }
        }
    }

    @AfterAll
    void end() {
        if (lab != null) {
            cluster.close();
            proxy.close();
            lab.close();
        }
    }

    private JsonNode pod(String name) throws DeployException {
        return cluster.get(PODS + "/" + name).orElseThrow();
    }

    private String trouble(String pod) throws DeployException {
        Workloads workloads = new Workloads(cluster);
        Optional<PodTrouble> trouble = workloads.trouble(pod(pod));
        return workloads.words(trouble.orElseThrow(), "default");
    }

    @Test
    void ofTheRunThatEndedAndWithoutCredentials() throws Exception {
        assertThat(trouble("crash")).endsWith("""
                container server of pod crash: CrashLoopBackOff, exit code 1 (back-off restarting failed container)\
                ; its last lines:
                    listening
                    <hidden: it may hold a credential>
                    no such table""");
    }

    @Test
    void whatNeverRanWroteNothing() throws Exception {
        assertThat(trouble("pull")).endsWith("ImagePullBackOff (Back-off pulling image)");
    }

    @Test
    void ofAllContainersOfAPodThatFailed() throws Exception {
        assertThat(new Workloads(cluster).lastLines(pod("fail")))
                .startsWith("; the last lines of container server of pod fail:\n    listening\n")
                .endsWith("; the last lines of container health of pod fail:\n    503");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | There is no right to read /api/v1/namespaces/default/pods/crash/log; ask for a role that allows it",
                "500 | The cluster answers /api/v1/namespaces/default/pods/crash/log with 500: spoilt by the test"
            })
    void whyTheyCannotBeReadIsSaid(int status, String sentence) throws Exception {
        proxy.spoil((_, target, _) -> target.contains("/log?") ? Fault.refused(status) : Fault.none());
        assertThat(trouble("crash")).contains("exit code 1").endsWith("; its log cannot be read: " + sentence);
        proxy.spoil((_, _, _) -> Fault.none());
    }
}
