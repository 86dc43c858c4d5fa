package dev.auditflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.auditflow.lab.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a promotion lacks is said in one sentence, before anything is changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromoteRefusedTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeployBench bench;

    @BeforeAll
    void cluster(@TempDir Path folder) throws Exception {
        bench = new DeployBench(folder);
        bench.attest();
    }

    @AfterAll
    void end() {
        if (bench != null) {
            bench.close();
        }
    }

    @AfterEach
    void nothingWasChanged() throws Exception {
        assertThat(bench.revisions("dev")).isEmpty();
        assertThat(bench.get("/apis/coordination.k8s.io/v1/namespaces/dev/leases")
                        .path("items"))
                .isEmpty();
        assertThat(bench.get("/api/v1/namespaces/dev/configmaps").path("items"))
                .extracting(one -> one.path("metadata").path("name").asText())
                .doesNotContain("auditflow-ledger.platform");
    }

    private FrontDoor.Result promote(String kubeconfig, Map<String, String> variables) throws Exception {
        return FrontDoor.process(
                bench.folder,
                variables,
                new byte[0],
                "promote",
                "platform",
                "--to",
                "dev",
                "--no-cache",
                "--kubeconfig",
                kubeconfig);
    }

    @Test
    void withoutAHelmTheWayOutIsSaid() throws Exception {
        FrontDoor.Result none = promote(bench.kubeconfig(), Map.of("PATH", "/nonexistent"));
        assertThat(none.exitCode()).as(none.text()).isEqualTo(1);
        assertThat(none.errors())
                .contains("There is no helm to deploy with; install Helm 3 on the PATH or name it by HELM_BIN");
    }

    @Test
    void anotherHelmIsNamed() throws Exception {
        Path four = bench.folder.resolve("helm4");
        Files.writeString(four, "#!/bin/sh\necho v4.0.1\n");
        Files.setPosixFilePermissions(four, PosixFilePermissions.fromString("rwxr-xr-x"));
        FrontDoor.Result result = promote(bench.kubeconfig(), Map.of("HELM_BIN", four.toString()));
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors()).contains("helm4 is Helm v4.0.1; deploying needs Helm 3");
    }

    /** Each lacks one thing, and the sentence says which. */
    @ParameterizedTest
    @CsvSource({
        "unsigned, refused  signature: There is no attestation of platform/dev@1.34;",
        "expired, refused  time",
        "of staging, refused  resource",
        "of another key, refused  signature",
        "revoked key, refused  revocation: It is revoked: key:",
    })
    void whatIsNotAttestedIsRefused(String kind, String sentence) throws Exception {
        Path folder = bench.folder.resolve("attestations-" + kind.replace(' ', '-'));
        DeployBench.copy(bench.folder.resolve("attestations"), folder);
        Path dev = folder.resolve("platform/dev@1.34.intoto.jsonl");
        Path other = bench.folder.resolve("revoked");
        Files.writeString(other, "");
        List<String> more =
                new ArrayList<>(List.of("--attestations", folder.toString(), "--revoked", other.toString()));
        switch (kind) {
            case "unsigned" -> Files.delete(dev);
            case "expired" -> more.addAll(List.of("--max-age", "1s"));
            case "of staging" ->
                Files.copy(
                        folder.resolve("platform/staging@1.34.intoto.jsonl"), dev, StandardCopyOption.REPLACE_EXISTING);
            case "of another key" ->
                more.addAll(
                        List.of("--key", bench.folder.resolve("approver.pub").toString()));
            default -> {
                FrontDoor.Result shown = FrontDoor.run(
                        "keys", "show", bench.folder.resolve("ci.pub").toString());
                Files.writeString(other, "key:" + shown.output().strip() + " left on a laptop\n");
            }
        }
        FrontDoor.Result result = bench.promote("dev", more.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.text()).contains(sentence);
    }

    @Test
    void whoMayNothingIsTold() throws Exception {
        FrontDoor.Result result = promote(account("nobody", List.of()), Map.of());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors()).contains("There is no right to read /api/v1/namespaces/kube-system");
    }

    /** Helm would notice in the middle of its work. */
    @Test
    void whoMayNotMakeWhatTheChartHoldsIsTold() throws Exception {
        String kubeconfig = account(
                "weak",
                List.of(
                        "{\"apiGroups\":[\"*\"],\"resources\":[\"*\"],\"verbs\":[\"get\",\"list\",\"watch\"]}",
                        "{\"apiGroups\":[\"\"],\"resources\":[\"secrets\",\"configmaps\",\"services\",\"serviceaccounts\"],"
                                + "\"verbs\":[\"create\",\"update\",\"patch\",\"delete\"]}",
                        "{\"apiGroups\":[\"coordination.k8s.io\"],\"resources\":[\"leases\"],\"verbs\":[\"*\"]}"));
        FrontDoor.Result result = promote(kubeconfig, Map.of());
        assertThat(result.exitCode()).as(result.text()).isEqualTo(1);
        assertThat(result.errors())
                .contains("There is no right to create deployments.apps in dev", "ask for a role that allows it")
                .contains("Nothing was changed")
                .doesNotContain("services in dev", "get ");
    }

    /** A service account of a role of its own, and a kubeconfig for it. */
    private String account(String name, List<String> rules) throws Exception {
        send("/api/v1/namespaces/dev/serviceaccounts", "v1", "ServiceAccount", name, "");
        String all = String.join(",", rules);
        send(
                "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                "rbac.authorization.k8s.io/v1",
                "ClusterRole",
                name,
                ",\"rules\":[" + all + "]");
        send(
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                "rbac.authorization.k8s.io/v1",
                "ClusterRoleBinding",
                name,
                """
                ,"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%1$s"},
                "subjects":[{"kind":"ServiceAccount","name":"%1$s","namespace":"dev"}]""".formatted(name));
        Lab.Response token = bench.lab.send(
                "POST",
                "/api/v1/namespaces/dev/serviceaccounts/" + name + "/token",
                "application/json",
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}");
        String text = JSON.readTree(token.body()).path("status").path("token").asText();
        Path file = bench.folder.resolve("kubeconfig-" + name);
        Files.writeString(
                file,
                Files.readString(Path.of(bench.kubeconfig()))
                        .replaceFirst("user: \\{token: [^}]*}", "user: {token: " + text + "}"));
        return file.toString();
    }

    private void send(String path, String apiVersion, String kind, String name, String more) throws Exception {
        Lab.Response answer =
                bench.lab.send("POST", path, "application/json", """
                {"apiVersion":"%s","kind":"%s","metadata":{"name":"%s"}%s}""".formatted(apiVersion, kind, name, more));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }
}
