package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.lab.Lab;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A workload that was corrected is not failed by pods of what it was before, whichever controller is late. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldPodsTest {
    private static final String APPS = "/apis/apps/v1/namespaces/default/";
    private static final String CRASHING = "\"annotations\":{\"lab/fate\":\"crash\"}";
    private static final String GOOD = "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"lab/fate\":null}}}}}";

    private Lab lab;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        lab = Lab.cluster(folder);
        cluster = Cluster.connect(lab.kubeconfig(), "lab");
    }

    @AfterAll
    void end() {
        if (lab != null) {
            cluster.close();
            lab.close();
        }
    }

    private void create(String kind, String more) throws Exception {
        Lab.Response created =
                lab.send("POST", APPS + kind.toLowerCase(Locale.ROOT) + "s", "application/json", """
                {"apiVersion":"apps/v1","kind":"%1$s","metadata":{"name":"web"},"spec":{%2$s
                "selector":{"matchLabels":{"app":"%1$s"}},"template":{"metadata":{"labels":{"app":"%1$s"},%3$s},
                "spec":{"containers":[{"name":"server","image":"b"}]}}}}""".formatted(
                                kind, more, CRASHING));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
    }

    private Health look(String kind) throws DeployException {
        Resource object = ManifestReader.objects(
                        "web.yaml", "apiVersion: apps/v1\nkind: %s\nmetadata: {name: web}\n".formatted(kind))
                .getFirst();
        return new LiveObjects(cluster, Clock.systemUTC()).look(object, "default");
    }

    /** What it says once it says something else than at the beginning. */
    private Health await(String kind, Health.State state) throws Exception {
        Health health = look(kind);
        for (int i = 0; i < 600 && health.state() != state; i++) {
            Thread.sleep(100);
            health = look(kind);
        }
        assertThat(health.state()).as(health.reason()).isEqualTo(state);
        return health;
    }

    private void correct(String plural) throws Exception {
        assertThat(lab.send("PATCH", APPS + plural + "/web", "application/merge-patch+json", GOOD)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void ofADeploymentWhoseControllerHasNotSeenTheChange() throws Exception {
        create("Deployment", "");
        assertThat(await("Deployment", Health.State.FAILED).reason()).contains("CrashLoopBackOff");
        lab.kill("controller-manager");
        correct("deployments");
        Health late = look("Deployment");
        assertThat(late.state()).as(late.reason()).isEqualTo(Health.State.IN_PROGRESS);
        lab.revive("controller-manager");
        await("Deployment", Health.State.CURRENT);
    }

    @Test
    void ofADaemonSetWhoseOldPodsStay() throws Exception {
        create("DaemonSet", "\"updateStrategy\":{\"type\":\"OnDelete\"},");
        assertThat(await("DaemonSet", Health.State.FAILED).reason()).contains("CrashLoopBackOff");
        correct("daemonsets");
        for (int i = 0;
                i < 600
                        && !ObjectHealth.isSeen(
                                cluster.get(APPS + "daemonsets/web").orElseThrow());
                i++) {
            Thread.sleep(100);
        }
        assertThat(look("DaemonSet")).isEqualTo(Health.inProgress("updatedNumberScheduled is 0 of 2"));
        lab.send("DELETE", "/api/v1/namespaces/default/pods?labelSelector=app%3DDaemonSet", "application/json", "");
        await("DaemonSet", Health.State.CURRENT);
    }
}
