package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.auditflow.cli.Launched;
import dev.auditflow.lab.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An audit of a real API server: what it prints, and the reports that it keeps. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String REPORTS = "/apis/wgpolicyk8s.io/v1alpha2/namespaces/shop/policyreports";

    @TempDir
    static Path folder;

    private static Lab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = Lab.start(Files.createDirectories(folder.resolve("lab")));
        post("/api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
        define("PolicyReport");
        for (int i = 0; i < 7; i++) {
            post("/apis/apps/v1/namespaces/shop/deployments", deployment("bad-" + i, "web:latest"));
        }
        post(
                "/api/v1/namespaces/shop/configmaps",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}");
    }

    @AfterAll
    static void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @Order(1)
    void halfOfTheCrdsIsNotEnoughToKeepReports() throws Exception {
        Launched audit = audit("-n", "shop");
        assertThat(audit.code()).as(audit.err()).isEqualTo(1);
        assertThat(audit.out()).contains("the cluster has no CRD for PolicyReports");
        define("ClusterPolicyReport");
    }

    @Test
    @Order(2)
    void aReportIsKeptForEachObjectWithFindingsAndWrittenOnlyWhenItChanged() throws Exception {
        Launched first = audit("-n", "shop", "--page", "3");
        assertThat(first.code()).as(first.out() + first.err()).isEqualTo(1);
        assertThat(first.out())
                .contains("deny AF307  Deployment/shop/bad-6 spec.template.spec.containers[0].image: ")
                .contains("7 objects with denials");
        JsonNode one = reportAbout("bad-0");
        assertThat(one.at("/metadata/ownerReferences/0/kind").asText()).isEqualTo("Deployment");
        assertThat(one.at("/summary/fail").asInt()).isPositive();
        assertThat(one.path("results")).anySatisfy(result -> {
            assertThat(result.path("policy").asText()).isEqualTo("AF307");
            assertThat(result.path("result").asText()).isEqualTo("fail");
            assertThat(result.at("/properties/path").asText()).isEqualTo("spec.template.spec.containers[0].image");
        });

        Launched again = audit("-n", "shop");
        assertThat(again.out()).contains("0 reports written, 0 removed");

        lab.send(
                "PATCH",
                "/apis/apps/v1/namespaces/shop/deployments/bad-0",
                "application/strategic-merge-patch+json",
                """
                {"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:1.0.0"}]}}}}""");
        assertThat(audit("-n", "shop").out()).contains("1 reports written, 0 removed");
    }

    @Test
    void whatAControllerMadeIsJudgedByItsController() throws Exception {
        String uid = get("/apis/apps/v1/namespaces/shop/deployments/bad-1")
                .body()
                .replaceFirst("(?s).*\"uid\":\\s*\"([^\"]+)\".*", "$1");
        post(
                "/apis/apps/v1/namespaces/shop/replicasets",
                deployment("bad-1-x", "web:latest")
                        .replace("kind: Deployment", "kind: ReplicaSet")
                        .replace(
                                "metadata: {name: bad-1-x",
                                "metadata: {ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: bad-1, uid: "
                                        + uid + ", controller: true}], name: bad-1-x"));
        Launched audit = audit("-n", "shop", "--reports", "none");
        assertThat(audit.out())
                .doesNotContain("ReplicaSet/")
                .contains("1 made by controllers that were judged")
                .contains("no reports were asked for");
    }

    @Test
    void anAuditGoesOnWhereItWasInterrupted() throws Exception {
        String policies = audit("-n", "shop", "--reports", "none").out().replaceFirst("(?s).*policies (\\S+).*", "$1");
        Files.writeString(folder.resolve("state"), policies + "\n/apis/apps/v1/deployments\n");
        Launched resumed = audit("-n", "shop", "--reports", "none", "--resume", "state");
        assertThat(resumed.out()).doesNotContain("Deployment/").doesNotContain("ERROR");
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aClusterThatDoesNotAnswerIsNoPass() throws Exception {
        Launched audit = Launched.run(folder, Map.of("KUBECONFIG", "/dev/null"), "audit", "-n", "shop");
        assertThat(audit.code()).isEqualTo(3);
        assertThat(audit.err()).startsWith("auditflow: Cannot read /");
    }

    private static Launched audit(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "audit";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Launched.run(folder, Map.of("KUBECONFIG", lab.kubeconfig().toString()), all);
    }

    /** Makes a CRD, and waits for both that its objects are served and that the server tells so: either may come first. */
    private static void define(String kind) throws Exception {
        post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition(kind));
        String group = "/apis/wgpolicyk8s.io/v1alpha2";
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        Await.until(() -> get(group + "/" + plural).status() == 200);
        Await.until(() -> get(group).body().contains("\"name\":\"" + plural + "\""));
    }

    private static Lab.Response get(String path) throws Exception {
        return lab.send("GET", path, "application/json", "");
    }

    private static JsonNode reportAbout(String name) throws Exception {
        String all = get(REPORTS).body();
        for (JsonNode report : YAML.readTree(all).path("items")) {
            if (report.at("/scope/name").asText().equals(name)) {
                return report;
            }
        }
        throw new AssertionError("there is no report about " + name);
    }

    private static void post(String path, String yaml) throws Exception {
        Lab.Response response =
                lab.send("POST", path, "application/json", YAML.readTree(yaml).toString());
        assertThat(response.status()).as(response.body()).isEqualTo(201);
    }

    private static String deployment(String name, String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: shop}
                spec:
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: web, image: "%2$s"}]}
                """.formatted(name, image);
    }

    private static String definition(String kind) {
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %1$s.wgpolicyk8s.io
                  annotations: {api-approved.kubernetes.io: unapproved}
                spec:
                  group: wgpolicyk8s.io
                  scope: %3$s
                  names: {kind: %2$s, plural: %1$s}
                  versions:
                    - name: v1alpha2
                      served: true
                      storage: true
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(plural, kind, kind.startsWith("Cluster") ? "Cluster" : "Namespaced");
    }
}
