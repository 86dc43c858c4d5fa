package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.host.Command;
import dev.auditflow.host.Git;
import dev.auditflow.lab.Reconcilers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The platform's chart on its way through branches that reconcilers read, with a real API server and real repositories. The tests
 * are one story: each goes on from the one before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GitPromoteTest {
    private static final String VALUES = "chart/environments/";
    private static final String DEV = "environments/dev";
    private static final String STAGING = "environments/staging";
    private static final String ARGO = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
    private static final String FLUX = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";

    private DeployBench bench;
    private Git source = Git.in(Path.of(""));
    private Git branches = Git.in(Path.of(""));
    private Path bare = Path.of("");
    private BranchReader argo;
    private BranchReader flux;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        Reconcilers.definitions();
        bench = new DeployBench(folder);
        bare = Files.createDirectories(folder.resolve("branches.git"));
        Map<String, String> who = Map.of(
                "GIT_AUTHOR_NAME",
                "Ada",
                "GIT_AUTHOR_EMAIL",
                "ada@example.com",
                "GIT_COMMITTER_NAME",
                "Ada",
                "GIT_COMMITTER_EMAIL",
                "ada@example.com");
        branches = Git.in(bare).with(who);
        source = Git.in(folder).with(who);
        branches.output(List.of("init", "-q", "--bare", "."), "no repository");
        argo = new BranchReader(bench.lab, bare, DEV, "platform", "dev", ARGO + "/platform-dev");
        flux = new BranchReader(bench.lab, bare, STAGING, "apps/platform", "staging", FLUX + "/platform-staging");
        source.output(List.of("init", "-q", "-b", "main"), "no repository");
        source.output(
                List.of("remote", "add", "origin", "https://someone:hunter2@example.com/platform.git"), "no remote");
        Files.writeString(folder.resolve(".gitignore"), "*\n!chart\n!chart/**\n!auditflow.yaml\n");
        bench.configure(
                text -> text.replace(
                                "context: lab, timeout: 20s } }\n  staging",
                                "context: lab, timeout: 20s }, git: {reconciler: argocd, remote: branches.git/../branches.git} }\n  staging")
                        .replace(
                                "context: lab, timeout: 20s } }\n  prod",
                                "context: lab, timeout: 20s }, git: {reconciler: flux, remote: ./branches.git, path: apps, files: per-object, review: true} }\n  prod"));
        Reconcilers.in(bench.lab);
        commit("Bring the platform");
        bench.attest();
    }

    @AfterAll
    void end() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {argo, flux, bench}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private void post(String path, String type, String body) throws Exception {
        var answer = bench.lab.send("POST", path + "?fieldValidation=Strict", type, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private void commit(String message) throws Command.Failure {
        source.output(List.of("add", "-A"), "no index");
        source.output(List.of("commit", "-q", "-m", message), "no commit");
    }

    private void change(String environment, java.util.function.UnaryOperator<String> edit, String message)
            throws Exception {
        bench.edit(VALUES + environment + ".yaml", edit);
        commit(message);
        bench.attest();
    }

    private String branch(String... arguments) throws Command.Failure {
        return branches.line(List.of(arguments), "git failed");
    }

    private JsonNode lastRow(String environment) throws Exception {
        FrontDoor.Result rows = FrontDoor.run(
                "ledger",
                "export",
                "platform",
                "--env",
                environment,
                "-c",
                bench.config.toString(),
                "--kubeconfig",
                bench.kubeconfig());
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(rows.output().lines().toList().getLast());
    }

    @Test
    @Order(1)
    void withoutAReconcilerThatLooksThereNothingIsPushed() throws Exception {
        FrontDoor.Result none = bench.promote("dev");
        assertThat(none.exitCode()).as(none.text()).isEqualTo(1);
        assertThat(none.errors()).contains("There is no Application argocd/platform-dev in the cluster");
        post(ARGO, "application/json", """
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"platform-dev"},
                "spec":{"project":"default","source":{"repoURL":"x","targetRevision":"main","path":"platform"},
                "destination":{"namespace":"dev"}}}""");
        FrontDoor.Result other = bench.promote("dev");
        assertThat(other.errors())
                .contains("Application argocd/platform-dev does not look at the folder platform of the branch " + DEV);
        assertThat(branch("for-each-ref")).isEmpty();
        assertThat(bench.lab
                        .send("PATCH", ARGO + "/platform-dev", "application/merge-patch+json", """
                        {"spec":{"source":{"targetRevision":"environments/dev"}}}""")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(2)
    void whatIsNotCommittedIsNotPromoted() throws Exception {
        Path values = bench.folder.resolve(VALUES + "dev.yaml");
        String before = Files.readString(values);
        Files.writeString(values, before + "# a note\n");
        FrontDoor.Result dirty = bench.promote("dev");
        assertThat(dirty.exitCode()).as(dirty.text()).isEqualTo(1);
        assertThat(dirty.errors())
                .contains("chart/environments/dev.yaml is not as in the commit", "commit it, or take it back");
        Files.writeString(values, before);
        assertThat(branch("for-each-ref")).isEmpty();
        assertThat(bench.promote("dev", "--via", "helm").errors()).contains("would undo what helm does");
        assertThat(bench.promote("prod", "--via", "git").errors()).contains("The environment prod has no branch");
    }

    @Test
    @Order(3)
    void aFirstRenderingThatFailsIsTakenOffTheBranch() throws Exception {
        change("dev", text -> text + "  podAnnotations: {lab/fate: crash}\n", "Begin badly");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("taking it back: no rendering that was healthy before is on " + DEV)
                .containsPattern(
                        "HealthFailed: .*CrashLoopBackOff(?s:.*)Now commit [0-9a-f]{40} took it back; there stays "
                                + "PersistentVolumeClaim/platform-audit-event-store");
        String bad = branch("rev-parse", DEV + "~1");
        assertThat(branch("show", DEV + ":platform/manifest.yaml").lines().filter(line -> line.startsWith("kind: ")))
                .containsOnly("kind: PersistentVolumeClaim");
        assertThat(branch("log", "-1", "--format=%s %(trailers:key=Auditflow-Taken-Back,valueonly)", DEV))
                .isEqualTo("dev: platform taken back "
                        + branch("log", "-1", "--format=%(trailers:key=Auditflow-Rendering,valueonly)", bad));
        assertThat(bench.get("/apis/apps/v1/namespaces/dev/deployments").path("items"))
                .isEmpty();
        assertThat(bench.get("/api/v1/namespaces/dev/persistentvolumeclaims").path("items"))
                .isNotEmpty();
        assertThat(lastRow("dev").path("action").asText()).isEqualTo("uninstall");
        assertThat(lastRow("dev").path("stored").asText()).isEqualTo("git:" + branch("rev-parse", DEV));
        assertThat(drift().output()).contains("it was taken away, so nothing of it should run");
        assertThat(bench.promote("dev").errors()).contains("is held since", "HealthFailed");
        DeployBench.ok(bench.by("resume", "dev"));
        // Somebody brings it again by hand, and a hold takes it off once more.
        branch("update-ref", "refs/heads/" + DEV, branch("commit-tree", bad + "^{tree}", "-p", DEV, "-m", "Again"));
        FrontDoor.Result hold = bench.by("hold", "dev", "--reason", "freeze");
        assertThat(hold.exitCode()).as(hold.text()).isZero();
        assertThat(hold.output()).contains("was never seen healthy", "took it back");
        assertThat(bench.get("/apis/apps/v1/namespaces/dev/deployments").path("items"))
                .isEmpty();
        assertThat(bench.by("hold", "dev", "--reason", "still").output()).doesNotContain("took it back");
        DeployBench.ok(bench.by("resume", "dev"));
        change("dev", text -> text.replace("  podAnnotations: {lab/fate: crash}\n", ""), "Begin well");
    }

    @Test
    @Order(4)
    void theReconcilerBringsItAndTheTestsRun() throws Exception {
        // A detached head is a commit like any other.
        source.output(List.of("checkout", "-q", "--detach"), "no checkout");
        FrontDoor.Result forecast = bench.promote("dev", "--explain");
        assertThat(forecast.exitCode()).as(forecast.text()).isZero();
        assertThat(forecast.output())
                .contains("Application argocd/platform-dev reads it", "commit ", "it would be taken off the branch");
        FrontDoor.Result result = bench.promote("dev", "--via", "git");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("is on environments/dev", "waiting for the Application argocd/platform-dev")
                .contains(
                        "objects are healthy",
                        "running the tests",
                        "as revision 2, commit " + branch("rev-parse", DEV));
        assertThat(branch("ls-tree", "-r", "--name-only", DEV).lines())
                .containsExactly(
                        ".gitattributes",
                        "hydrator.metadata",
                        "platform/README.md",
                        "platform/auditflow.metadata",
                        "platform/hydrator.metadata",
                        "platform/manifest.yaml");
        assertThat(branch("show", DEV + ":platform/manifest.yaml"))
                .contains("kind: Deployment")
                .doesNotContain("helm.sh/hook: test");
        assertThat(bench.get("/api/v1/namespaces/dev/pods").toString()).doesNotContain("-test-health");
        JsonNode row = lastRow("dev");
        assertThat(row.path("stored").asText()).isEqualTo("git:" + branch("rev-parse", DEV));
        assertThat(branch("log", "-1", "--format=%(trailers)", DEV))
                .contains(
                        "Auditflow-Plan: " + row.path("plan").asText(),
                        "Auditflow-Attestation: " + row.path("attestation").asText(),
                        "Auditflow-Rendering: " + row.path("bundle").asText(),
                        "Auditflow-Source: https://example.com/platform.git@"
                                + source.line(List.of("rev-parse", "HEAD"), "no commit"));
    }

    @Test
    @Order(5)
    void promotingAgainMakesNoCommit() throws Exception {
        String before = branch("rev-parse", DEV);
        FrontDoor.Result again = bench.promote("dev");
        assertThat(again.exitCode()).as(again.text()).isZero();
        assertThat(again.output()).contains("runs it already as revision 2, healthy");
        source.output(List.of("commit", "-q", "--allow-empty", "-m", "Nothing"), "no commit");
        DeployBench.ok(bench.promote("dev"));
        assertThat(branch("rev-parse", DEV)).isEqualTo(before);
    }

    @Test
    @Order(6)
    void driftIsHeldAgainstTheCommitThatTheLedgerKnows() throws Exception {
        FrontDoor.Result clean = drift();
        assertThat(clean.exitCode()).as(clean.text()).isZero();
        String maps = "/api/v1/namespaces/dev/configmaps/platform-audit-event-generator";
        assertThat(bench.lab
                        .send("PATCH", maps, "application/merge-patch+json", """
                        {"data":{"AUDIT_GENERATOR_EVENTS_PER_SECOND":"9"}}""")
                        .status())
                .isEqualTo(200);
        FrontDoor.Result edited = drift();
        assertThat(edited.exitCode()).as(edited.text()).isEqualTo(1);
        assertThat(edited.output()).contains("data.AUDIT_GENERATOR_EVENTS_PER_SECOND", "\"9\" found");
        FrontDoor.Result repaired = drift("--fix");
        assertThat(repaired.exitCode()).as(repaired.text()).isZero();
    }

    @Test
    @Order(7)
    void aPromotionIsShownAgainstTheBranch() throws Exception {
        String[] diff = {"diff", "dev", "-c", bench.config.toString(), "--kubeconfig", bench.kubeconfig()};
        FrontDoor.Result same = FrontDoor.run(diff);
        assertThat(same.exitCode()).as(same.text()).isZero();
        Path values = bench.folder.resolve(VALUES + "dev.yaml");
        String before = Files.readString(values);
        Files.writeString(values, before.replace("eventsPerSecond: 1", "eventsPerSecond: 7"));
        FrontDoor.Result changed = FrontDoor.run(diff);
        Files.writeString(values, before);
        assertThat(changed.exitCode()).as(changed.text()).isEqualTo(1);
        assertThat(changed.output()).contains("against commit " + branch("rev-parse", DEV));
    }

    private FrontDoor.Result drift(String... more) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("drift", "dev", "-c", bench.config.toString(), "--kubeconfig", bench.kubeconfig()));
        arguments.addAll(List.of(more));
        return FrontDoor.run(arguments.toArray(String[]::new));
    }

    @Test
    @Order(8)
    void crashingPodsTakeTheBranchBack() throws Exception {
        String good = branch("rev-parse", DEV + ":platform");
        change("dev", text -> text + "  podAnnotations: {lab/fate: crash}\n", "Crash");
        FrontDoor.Result result = bench.promote("dev");
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.output())
                .contains("HealthFailed: Deployment/platform-audit-event-store", "CrashLoopBackOff")
                .contains("going back to commit", "which holds what was healthy as revision 2, runs");
        assertThat(branch("rev-parse", DEV + ":platform")).isEqualTo(good);
        assertThat(branch("log", "--format=%s", DEV))
                .matches("(?s)dev: platform back to .*\ndev: platform at .*\ndev: platform at .*");
        assertThat(lastRow("dev").path("action").asText()).isEqualTo("rollback");
        assertThat(lastRow("dev").path("toRevision").asInt()).isEqualTo(4);
        FrontDoor.Result held = bench.promote("dev");
        assertThat(held.errors()).contains("is held since", "HealthFailed");
        assertThat(bench.by("status", "dev").output())
                .contains("held by ann", "last rollback: passed", "Application argocd/platform-dev: ready");
        DeployBench.ok(bench.by("resume", "dev"));
    }

    @Test
    @Order(9)
    void aFailingTestAndAFailingSyncTakeItBackToo() throws Exception {
        String good = branch("rev-parse", DEV + ":platform");
        change(
                "dev",
                text -> text.replace("podAnnotations: {lab/fate: crash}", "tests: {podAnnotations: {lab/fate: fail}}"),
                "Fail");
        FrontDoor.Result test = bench.promote("dev");
        assertThat(test.exitCode()).as(test.text()).isEqualTo(1);
        assertThat(test.output()).contains("TestFailed: Pod/platform-audit-event-store-test-health: Failed");
        assertThat(branch("rev-parse", DEV + ":platform")).isEqualTo(good);
        assertThat(bench.get("/api/v1/namespaces/dev/pods").toString()).doesNotContain("-test-health");
        change(
                "dev",
                text -> text.replace("  tests: {podAnnotations: {lab/fate: fail}}\n", "  podAnnotations: {a: b}\n"),
                "Sync");
        argo.failWith("admission webhook denied the request");
        FrontDoor.Result sync = bench.promote("dev");
        assertThat(sync.exitCode()).as(sync.text()).isEqualTo(1);
        assertThat(sync.output())
                .contains(
                        "SyncFailed: Application argocd/platform-dev: its sync failed: admission webhook denied the request");
        argo.failWith("");
        assertThat(branch("rev-parse", DEV + ":platform")).isEqualTo(good);
        bench.by("resume", "dev");
    }

    @Test
    @Order(10)
    void byHandTheBranchGoesBackInTheSameStep() throws Exception {
        String first = branch("rev-parse", DEV + ":platform");
        DeployBench.ok(bench.promote("dev"));
        assertThat(branch("rev-parse", DEV + ":platform")).isNotEqualTo(first);
        FrontDoor.Result back = bench.by("rollback", "dev", "--reason", "too many events");
        assertThat(back.exitCode()).as(back.text()).isZero();
        assertThat(branch("rev-parse", DEV + ":platform")).isEqualTo(first);
        assertThat(branch("log", "-1", "--format=%B", DEV)).contains("too many events", "Auditflow-Back-To: ");
        assertThat(bench.promote("dev").errors()).contains("taken back by hand: too many events");
        DeployBench.ok(bench.by("resume", "dev"));
        String index = bench.folder.resolve("hand").toString();
        Git hand = branches.with(Map.of("GIT_INDEX_FILE", index));
        hand.output(List.of("read-tree", DEV), "no tree");
        hand.run(List.of("update-index", "--index-info"), "0 " + "0".repeat(40) + "\tplatform/manifest.yaml\n");
        String tree = hand.line(List.of("write-tree"), "no tree");
        branch("update-ref", "refs/heads/" + DEV, branch("commit-tree", tree, "-p", DEV, "-m", "By hand"));
        FrontDoor.Result status = bench.by("status", "dev");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.output()).contains("what the branch holds is not what the ledger says");
        FrontDoor.Result hold = bench.by("hold", "dev", "--reason", "freeze");
        assertThat(hold.exitCode()).as(hold.text()).isZero();
        assertThat(hold.output()).contains("platform is held in dev", "what the branch held was never seen healthy");
        assertThat(branch("rev-parse", DEV + ":platform")).isEqualTo(first);
        assertThat(bench.promote("dev").errors()).contains("freeze");
        DeployBench.ok(bench.by("resume", "dev"));
        DeployBench.ok(bench.promote("dev"));
    }

    @Test
    @Order(11)
    void aPullRequestIsWaitedForAndFluxBringsIt() throws Exception {
        post("/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories", "application/json", """
                {"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository","metadata":{"name":"platform"},
                "spec":{"url":"https://example.com/x.git","interval":"1m","ref":{"branch":"environments/staging"}}}""");
        post(FLUX, "application/json", """
                {"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"platform-staging"},
                "spec":{"path":"./apps/platform/","interval":"1m","prune":true,
                "sourceRef":{"kind":"GitRepository","name":"platform"}}}""");
        assertThat(bench.promote("staging").errors()).contains("There is no branch environments/staging");
        String empty = branches.run(List.of("mktree")).output().strip();
        branch("update-ref", "refs/heads/" + STAGING, branch("commit-tree", empty, "-m", "Begin"));
        FrontDoor.Result proposed = bench.promote("staging");
        assertThat(proposed.exitCode()).as(proposed.text()).isEqualTo(3);
        assertThat(proposed.output())
                .contains("dev runs the same, healthy", "WAIT  commit ", "on environments/staging-next proposes it");
        assertThat(bench.promote("staging").output()).contains("WAIT  environments/staging-next has it already");
        assertThat(branch("ls-tree", "-r", "--name-only", STAGING + "-next"))
                .contains(
                        "apps/platform/kustomization.yaml", "apps/platform/deployment.platform-audit-event-store.yaml")
                .doesNotContain("pod.", "\nhydrator.metadata");
        branch("update-ref", "refs/heads/" + STAGING, STAGING + "-next");
        FrontDoor.Result result = bench.promote("staging");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.output())
                .contains("waiting for the Kustomization flux-system/platform-staging", "revision 1");
        assertThat(bench.by("status", "staging").exitCode()).isZero();
    }

    /** Before the push has arrived, which the branch's hook holds up, and behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"COMMITTING", "SYNCING"})
    @Order(12)
    void whoIsKilledAroundThePushIsGoneOnWith(String step) throws Exception {
        boolean arrives = step.equals("SYNCING");
        change("dev", text -> text.replaceFirst("\\{a: [a-z]+}", "{a: " + step.toLowerCase(Locale.ROOT) + "}"), step);
        argo.sleep(true);
        if (!arrives) {
            hook("sleep 5; exit 1");
        }
        String before = branch("rev-parse", DEV);
        List<String> args = new java.util.ArrayList<>(List.of("promote", "platform", "--to", "dev"));
        args.addAll(bench.flags("promote"));
        Process first = Launched.builder(bench.folder, Map.of(), args.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(bench.folder.resolve("first.log").toFile())
                .start();
        String lease = "/apis/coordination.k8s.io/v1/namespaces/dev/leases/auditflow.platform";
        while (first.isAlive() && !bench.get(lease).toString().contains(step)) {
            Thread.sleep(5);
        }
        first.descendants().forEach(ProcessHandle::destroyForcibly);
        first.destroyForcibly().waitFor();
        String pushed = branch("rev-parse", DEV);
        assertThat(!pushed.equals(before))
                .as(Files.readString(bench.folder.resolve("first.log")))
                .isEqualTo(arrives);
        Files.deleteIfExists(bare.resolve("hooks/update"));
        argo.sleep(false);
        FrontDoor.Result second = bench.promote("dev");
        assertThat(second.exitCode()).as(second.text()).isZero();
        assertThat(second.output()).contains("a promotion was left at the step " + step.toLowerCase(Locale.ROOT));
        String head = branch("rev-parse", DEV);
        assertThat(branch("rev-list", "--count", before + ".." + DEV)).isEqualTo("1");
        assertThat(second.output()).contains("commit " + head);
        assertThat(branch("log", "-1", "--format=%(trailers:key=Auditflow-Plan,valueonly)", DEV))
                .isEqualTo(lastRow("dev").path("plan").asText());
    }

    private void hook(String script) throws Exception {
        Path hook = bare.resolve("hooks/update");
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    @Order(13)
    void aRejectedPushAndARewrittenBranchChangeNothing() throws Exception {
        String before = branch("rev-parse", DEV);
        int rows = bench.by("history", "dev").output().lines().toList().size();
        change("dev", text -> text.replace("{a: syncing}", "{a: d}"), "Change again");
        hook("echo 'The branch is protected.' >&2\nexit 1");
        FrontDoor.Result rejected = bench.promote("dev");
        assertThat(rejected.exitCode()).as(rejected.text()).isEqualTo(1);
        assertThat(rejected.errors())
                .contains("refuses the push to " + DEV, "The branch is protected.", "review: true");
        Files.delete(bare.resolve("hooks/update"));
        assertThat(branch("rev-parse", DEV)).isEqualTo(before);
        assertThat(bench.by("history", "dev").output().lines()).hasSize(rows);
        branch("update-ref", "refs/heads/" + DEV, before + "~1");
        FrontDoor.Result rewritten = bench.promote("dev");
        assertThat(rewritten.exitCode()).as(rewritten.text()).isEqualTo(1);
        assertThat(rewritten.errors()).contains("does not hold the commit " + before, "somebody rewrote the branch");
        FrontDoor.Result adopted = bench.promote("dev", "--adopt-branch");
        assertThat(adopted.exitCode()).as(adopted.text()).isZero();
        assertThat(adopted.output()).contains("the branch was rewritten; going on from what is there");
    }
}
