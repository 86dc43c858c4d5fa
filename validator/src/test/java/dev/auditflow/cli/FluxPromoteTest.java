package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import dev.auditflow.lab.GitServer;
import dev.auditflow.lab.Lab;
import dev.auditflow.lab.Reconcilers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform's chart on its way through a branch that Flux itself reads by HTTP and brings to a real API server. The tests are one
 * story: each goes on from the one before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FluxPromoteTest {
    private static final String DEV = "environments/dev";
    private static final String SOURCES = "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories";
    private static final String FLUX = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";
    private static final String STORE = "/apis/apps/v1/namespaces/dev/deployments/platform-audit-event-store";
    private static final String MERGE = "application/merge-patch+json";

    private DeployBench bench;
    private Reconcilers flux;
    private GitServer server;
    private Git source = Git.in(Path.of(""));
    private Git branches = Git.in(Path.of(""));

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        Reconcilers.definitions();
        bench = new DeployBench(folder);
        Map<String, String> who = Map.of(
                "GIT_AUTHOR_NAME",
                "Ada",
                "GIT_AUTHOR_EMAIL",
                "ada@example.com",
                "GIT_COMMITTER_NAME",
                "Ada",
                "GIT_COMMITTER_EMAIL",
                "ada@example.com");
        Path bare = Files.createDirectories(folder.resolve("branches.git"));
        branches = Git.in(bare).with(who);
        source = Git.in(folder).with(who);
        branches.output(List.of("init", "-q", "--bare", "."), "no repository");
        source.output(List.of("init", "-q", "-b", "main"), "no repository");
        Files.writeString(folder.resolve(".gitignore"), "*\n!chart\n!chart/**\n!auditflow.yaml\n");
        server = GitServer.open(folder);
        bench.configure(text -> text.replace(
                "context: lab, timeout: 20s } }\n  staging",
                "context: lab, timeout: 60s, secrets: [database.enc.yaml] }, git: {reconciler: flux, remote: \"%s\"} }\n  staging"
                        .formatted(server.url("branches.git"))));
        Path sops = Path.of("../docs/examples/sops");
        Files.copy(sops.resolve("database.enc.yaml"), folder.resolve("database.enc.yaml"));
        flux = Reconcilers.in(bench.lab);
        made("/api/v1/namespaces/flux-system/secrets", """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"sops-age"},"data":{"key.agekey":"%s"}}""".formatted(
                        Base64.getEncoder().encodeToString(Files.readAllBytes(sops.resolve("test.agekey")))));
        flux.startFlux(Files.createDirectories(folder.resolve("flux")));
        made(SOURCES, """
                {"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository","metadata":{"name":"platform-dev"},
                "spec":{"url":"%s","interval":"1h","ref":{"branch":"environments/dev"}}}""".formatted(server.url("branches.git")));
        made(FLUX, """
                {"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"platform-dev"},
                "spec":{"path":"./platform","interval":"1h","retryInterval":"1h","timeout":"10s","prune":true,"wait":false,
                "targetNamespace":"dev","decryption":{"provider":"sops","secretRef":{"name":"sops-age"}},"sourceRef":{"kind":"GitRepository","name":"platform-dev"}}}""");
        change(text -> text + "  podAnnotations: {lab/fate: crash}\n", "Begin badly");
    }

    @AfterAll
    void end() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {flux, server, bench}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private void made(String path, String object) throws Exception {
        // A CRD is served a moment after it was made.
        for (int i = 0; i < 100 && bench.lab.send("GET", path, MERGE, "").status() == 404; i++) {
            Thread.sleep(100);
        }
        Lab.Response response = bench.lab.send("POST", path + "?fieldValidation=Strict", "application/json", object);
        assertThat(response.status()).as(response.body()).isEqualTo(201);
    }

    private void patched(String path, String body) throws Exception {
        Lab.Response response = bench.lab.send("PATCH", path, MERGE, body);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
    }

    private void change(UnaryOperator<String> edit, String message) throws Exception {
        bench.edit("chart/environments/dev.yaml", edit);
        source.output(List.of("add", "-A"), "no index");
        source.output(List.of("commit", "-q", "-m", message), "no commit");
        bench.attest();
    }

    private String branch(String... arguments) throws Command.Failure {
        return branches.line(List.of(arguments), "git failed");
    }

    private JsonNode kustomization() throws Exception {
        return bench.get(FLUX + "/platform-dev");
    }

    /** Asks Flux to bring the branch once more, and waits until it has. */
    private void bringAgain(String word) throws Exception {
        patched(
                FLUX + "/platform-dev",
                "{\"metadata\":{\"annotations\":{\"reconcile.fluxcd.io/requestedAt\":\"%s\"}}}".formatted(word));
        for (int i = 0;
                i < 300
                        && !kustomization()
                                .at("/status/lastHandledReconcileAt")
                                .asText()
                                .equals(word);
                i++) {
            Thread.sleep(100);
        }
        assertThat(kustomization().at("/status/lastHandledReconcileAt").asText())
                .as(kustomization().path("status").toString())
                .isEqualTo(word);
    }

    @Test
    @Order(1)
    void aFirstRenderingThatFailsIsPruned() throws Exception {
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("waiting for the Kustomization flux-system/platform-dev")
                .containsPattern(
                        "HealthFailed: .*CrashLoopBackOff(?s:.*)took it back; there stays PersistentVolumeClaim/");
        assertThat(bench.get("/apis/apps/v1/namespaces/dev/deployments").path("items"))
                .isEmpty();
        assertThat(bench.get("/api/v1/namespaces/dev/persistentvolumeclaims").path("items"))
                .isNotEmpty();
        DeployBench.ok(bench.by("resume", "dev"));
    }

    @Test
    @Order(2)
    void fluxBringsIt() throws Exception {
        change(text -> text.replace("  podAnnotations: {lab/fate: crash}\n", ""), "Begin well");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("objects are healthy", "running the tests", "commit " + branch("rev-parse", DEV));
        assertThat(kustomization().at("/status/lastAppliedRevision").asText())
                .isEqualTo(DEV + "@sha1:" + branch("rev-parse", DEV));
        assertThat(bench.get(STORE).path("metadata").toString())
                .contains(
                        "\"manager\":\"kustomize-controller\"",
                        "\"kustomize.toolkit.fluxcd.io/name\":\"platform-dev\"");
        assertThat(bench.by("status", "dev").exitCode()).isZero();
        assertThat(branch("show", DEV + ":platform/secrets/database.enc.yaml")).contains("admin-password: ENC[");
        String password = bench.get("/api/v1/namespaces/dev/secrets/audit-event-store-database")
                .at("/data/admin-password")
                .asText();
        assertThat(new String(Base64.getDecoder().decode(password), StandardCharsets.UTF_8))
                .as("Flux decrypts it in the cluster")
                .isEqualTo("made-up-for-this-example-1");
    }

    @Test
    @Order(3)
    void whatFluxAddsIsNoDriftAndAnEditIs() throws Exception {
        FrontDoor.Result clean = drift();
        assertThat(clean.exitCode()).as(clean.text()).isZero();
        patched(STORE + "?fieldManager=kubectl-edit", "{\"spec\":{\"minReadySeconds\":3}}");
        assertThat(drift().output()).containsPattern("spec.minReadySeconds: .*3.* found; by kubectl-edit");
        patched(STORE + "?fieldManager=kubectl-edit", "{\"spec\":{\"minReadySeconds\":null}}");
    }

    private FrontDoor.Result drift() {
        return bench.run("drift", "dev", "-c", bench.config.toString(), "--kubeconfig", bench.kubeconfig());
    }

    @Test
    @Order(4)
    void aBadRenderingGoesBackAndIsNotBroughtAgain() throws Exception {
        String good = branch("rev-parse", DEV + ":platform");
        change(text -> text + "  podAnnotations: {lab/fate: crash}\n", "Crash");
        patched(FLUX + "/platform-dev", "{\"spec\":{\"wait\":true}}");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("it still checks the health of " + DEV + "@sha1:" + branch("rev-parse", DEV + "~1"))
                .contains("CrashLoopBackOff", "which holds what was healthy as revision 2, runs");
        assertThat(branch("rev-parse", DEV + ":platform")).isEqualTo(good);
        bringAgain("later");
        assertThat(kustomization().at("/status/lastAppliedRevision").asText())
                .isEqualTo(DEV + "@sha1:" + branch("rev-parse", DEV));
        assertThat(bench.get(STORE).at("/spec/template/metadata/annotations").toString())
                .doesNotContain("crash");
        assertThat(bench.promote("dev").errors()).contains("is held since");
        DeployBench.ok(bench.by("resume", "dev"));
    }

    @Test
    @Order(5)
    void whatTheApiServerRefusesGoesBackInFluxsWords() throws Exception {
        made("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", """
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"no-colour"},
                "spec":{"matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],
                "resources":["deployments"]}]},"validations":[{"message":"Nobody paints on Fridays.",
                "expression":"!('colour' in object.spec.template.metadata.?annotations.orValue({}))"}]}}""");
        made("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings", """
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"no-colour"},
                "spec":{"policyName":"no-colour","validationActions":["Deny"]}}""");
        String good = branch("rev-parse", DEV + ":platform");
        change(text -> text.replace("{lab/fate: crash}", "{colour: blue}"), "Paint");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("SyncFailed: Kustomization flux-system/platform-dev", "Nobody paints on Fridays.");
        assertThat(branch("rev-parse", DEV + ":platform")).isEqualTo(good);
    }
}
