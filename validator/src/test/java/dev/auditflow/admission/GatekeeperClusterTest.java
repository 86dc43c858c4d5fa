package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.auditflow.admission.tls.TestCertificate;
import dev.auditflow.cli.FrontDoor;
import dev.auditflow.cli.Launched;
import dev.auditflow.host.Command;
import dev.auditflow.lab.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gatekeeper's templates and constraints as a real API server has them, with the rights that the chart gives and no others. The
 * tests go through the life of a cluster in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatekeeperClusterTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path CHART = Path.of("../charts/auditflow-validator").toAbsolutePath();

    private static final String LABELS = """
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: needslabel}
            spec:
              crd:
                spec:
                  names: {kind: NeedsLabel}
                  validation:
                    openAPIV3Schema: {type: object, properties: {label: {type: string}}}
              targets:
                - target: admission.k8s.gatekeeper.sh
                  rego: |
                    package needslabel
                    violation[{"msg": msg}] {
                      not input.review.object.metadata.labels[input.parameters.label]
                      msg := sprintf("%v has no label %v", [input.review.object.metadata.name, input.parameters.label])
                    }
            """;
    private static final String UNIQUE = """
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: uniquehost}
            spec:
              crd: {spec: {names: {kind: UniqueHost}}}
              targets:
                - target: admission.k8s.gatekeeper.sh
                  rego: |
                    package uniquehost
                    violation[{"msg": msg}] {
                      other := data.inventory.namespace[place][_]["ConfigMap"][name]
                      other.data.host == input.review.object.data.host
                      not place == input.review.object.metadata.namespace
                      msg := sprintf("the host %v is taken by %v/%v", [other.data.host, place, name])
                    }
            """;
    private static final String PROVIDER = """
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: asksprovider}
            spec:
              crd: {spec: {names: {kind: AsksProvider}}}
              targets:
                - target: admission.k8s.gatekeeper.sh
                  rego: |
                    package asksprovider
                    violation[{"msg": msg}] {
                      response := external_data({"provider": "images", "keys": ["a"]})
                      msg := sprintf("%v", [response])
                    }
            """;
    private static final String ONLY_PROD = """
            apiVersion: constraints.gatekeeper.sh/v1beta1
            kind: NeedsLabel
            metadata: {name: owner-in-prod}
            spec:
              match: {namespaceSelector: {matchLabels: {tier: prod}}, kinds: [{apiGroups: [""], kinds: [ConfigMap]}]}
              parameters: {label: owner}
            """;

    @TempDir
    static Path folder;

    private static Lab lab;
    private static Webhook webhook;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(Command.find("opa").isPresent(), "install opa on the PATH to run this test");
        lab = Lab.start(Files.createDirectories(folder.resolve("lab")));
        namespace("auditflow-system", "");
        namespace("shop", "tier: prod");
        namespace("play", "tier: lab");
        post("/api/v1/namespaces/auditflow-system/serviceaccounts", "{metadata: {name: gate}}");
        TestCertificate.write(folder);
        rights();
        webhook = serve();
        post("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: gate}
                webhooks:
                  - name: gate.auditflow.dev
                    admissionReviewVersions: [v1]
                    sideEffects: None
                    timeoutSeconds: 5
                    clientConfig: {url: "https://127.0.0.1:%d/validate", caBundle: %s}
                    rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}]
                """.formatted(
                webhook.port(), Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("tls.crt")))));
    }

    @AfterAll
    static void stop() {
        if (webhook != null) {
            webhook.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** What the chart gives, and a token of the account that it gives it to. */
    private static void rights() throws Exception {
        Files.writeString(folder.resolve("values.yaml"), """
                serviceAccount: {create: false, name: gate}
                gatekeeper: {policies: true, objects: true, sync: [{apiGroups: [""], resources: [configmaps]}]}
                """);
        Launched chart = Launched.run(
                folder,
                Map.of(),
                "render",
                CHART.toString(),
                "-n",
                "auditflow-system",
                "--release-name",
                "gate",
                "-f",
                "values.yaml");
        assertThat(chart.code()).as(chart.err()).isZero();
        for (String document : chart.out().split("\n---\n", -1)) {
            JsonNode object = YAML.readTree(document);
            if (object.path("kind").asText().startsWith("ClusterRole")) {
                String plural = object.path("kind").asText().toLowerCase(java.util.Locale.ROOT) + "s";
                post("/apis/rbac.authorization.k8s.io/v1/" + plural, document);
            }
        }
        String token = YAML.readTree(lab.send(
                                "POST",
                                "/api/v1/namespaces/auditflow-system/serviceaccounts/gate/token",
                                "application/json",
                                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}")
                        .body())
                .at("/status/token")
                .asText();
        ObjectNode kubeconfig = (ObjectNode) YAML.readTree(lab.kubeconfig().toFile());
        ((ObjectNode) kubeconfig.at("/users/0/user")).put("token", token);
        Files.writeString(folder.resolve("gate.kubeconfig"), kubeconfig.toString());
    }

    private static Webhook serve() throws Exception {
        return Webhook.start(
                folder,
                Map.of(),
                "--cluster-policies",
                "--cluster-objects",
                "--cluster-poll",
                "PT1S",
                "--cluster-kubeconfig",
                "gate.kubeconfig");
    }

    @Test
    @Order(1)
    void aClusterWithoutTheCrdsHasNoConstraintsAndTheCommandLineSaysSo() throws Exception {
        assertThat(create("shop", "a", "host: a.example.com").status()).isEqualTo(201);
        FrontDoor.Result run = validate("shop");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).contains("does not have Gatekeeper's CRDs (templates.gatekeeper.sh)");
    }

    @Test
    @Order(2)
    void whatIsAppliedCountsWithoutARestart() throws Exception {
        define(GatekeeperCrds.templates(), "/apis/templates.gatekeeper.sh/v1/constrainttemplates");
        define(GatekeeperCrds.configs(), "/apis/config.gatekeeper.sh/v1alpha1/configs");
        define(GatekeeperCrds.constraints("NeedsLabel"), "/apis/constraints.gatekeeper.sh/v1beta1/needslabel");
        post("/apis/templates.gatekeeper.sh/v1/constrainttemplates", LABELS);
        post("/apis/constraints.gatekeeper.sh/v1beta1/needslabel", ONLY_PROD);
        Await.until(() -> denied(create("shop", "b", "x: y")));
        assertThat(create("shop", "b", "x: y").body())
                .contains("NeedsLabel.owner-in-prod")
                .contains("b has no label owner");
    }

    @Test
    @Order(3)
    void namespaceSelectorsSeeTheLabelsOfTheCluster() throws Exception {
        assertThat(create("play", "b", "x: y").status()).isEqualTo(201);
        namespace("fresh", "tier: prod");
        assertThat(denied(create("fresh", "b", "x: y")))
                .as("a namespace that is too new to be watched is asked for")
                .isTrue();
        lab.send("PATCH", "/api/v1/namespaces/play", "application/merge-patch+json", """
                {"metadata":{"labels":{"tier":"prod"}}}""");
        Await.until(() -> denied(create("play", "c", "x: y")));
        lab.send("PATCH", "/api/v1/namespaces/play", "application/merge-patch+json", """
                {"metadata":{"labels":{"tier":"lab"}}}""");
        Await.until(() -> create("play", "d-" + System.nanoTime(), "x: y").status() == 201);
    }

    @Test
    @Order(4)
    void theInventoryIsWhatTheConfigNames() throws Exception {
        define(GatekeeperCrds.constraints("UniqueHost"), "/apis/constraints.gatekeeper.sh/v1beta1/uniquehost");
        post("/apis/templates.gatekeeper.sh/v1/constrainttemplates", UNIQUE);
        post(
                "/apis/constraints.gatekeeper.sh/v1beta1/uniquehost",
                "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: UniqueHost, metadata: {name: hosts}}");
        namespace("gatekeeper-system", "");
        post("/apis/config.gatekeeper.sh/v1alpha1/namespaces/gatekeeper-system/configs", """
                apiVersion: config.gatekeeper.sh/v1alpha1
                kind: Config
                metadata: {name: config}
                spec:
                  sync: {syncOnly: [{group: "", version: v1, kind: ConfigMap}]}
                  match: [{excludedNamespaces: ["left-*"], processes: ["*"]}]
                """);
        Await.until(() -> denied(create("play", "taken-" + System.nanoTime(), "host: a.example.com")));
        assertThat(create("play", "e", "host: a.example.com").body())
                .contains("UniqueHost.hosts")
                .contains("the host a.example.com is taken by shop/a");
        assertThat(create("play", "e", "host: b.example.com").status()).isEqualTo(201);
        Await.until(() -> denied(create("fresh", "f-" + System.nanoTime(), "host: b.example.com")));
        assertThat(webhook.get("/readyz")).contains("of 1 kinds to look up");
    }

    @Test
    @Order(5)
    void namespacesThatTheConfigExcludesAreLeftAlone() throws Exception {
        namespace("left-alone", "tier: prod");
        assertThat(create("left-alone", "g", "host: a.example.com").status()).isEqualTo(201);
    }

    @Test
    @Order(6)
    void theCommandLineJudgesByTheSameConstraints() throws Exception {
        FrontDoor.Result run = validate("shop");
        assertThat(run.exitCode()).as(run.text()).isEqualTo(1);
        assertThat(run.output()).contains("deny NeedsLabel.owner-in-prod").contains("b has no label owner");
        FrontDoor.Result list = auditflow("policy", "list", "--no-builtin");
        assertThat(list.output()).as(list.errors()).contains("UniqueHost.hosts").contains("NeedsLabel.owner-in-prod");
        String object = folder.resolve("object.yaml").toString();
        FrontDoor.Result admit = auditflow("admit", object, "--no-builtin", "--cluster-objects");
        assertThat(admit.output()).as(admit.errors()).contains("NeedsLabel.owner-in-prod: b has no label owner");
        FrontDoor.Result audit =
                auditflow("audit", "--no-builtin", "--cluster-objects", "-n", "shop", "--reports", "none");
        assertThat(audit.output()).as(audit.errors()).contains("deny NeedsLabel.owner-in-prod  ConfigMap/shop/a");
        FrontDoor.Result blind = auditflow("audit", "--no-builtin", "-n", "shop", "--reports", "none");
        assertThat(blind.exitCode()).isEqualTo(2);
        assertThat(blind.errors()).contains("nobody knows the labels of namespaces here");
    }

    @Test
    @Order(7)
    void whatCannotRunIsRefusedByNameAndTheLastGoodOnesDecide() throws Exception {
        post("/apis/templates.gatekeeper.sh/v1/constrainttemplates", PROVIDER);
        Await.until(() -> webhook.get("/readyz").contains("external_data"));
        assertThat(webhook.get("/readyz"))
                .contains("what came after it is not used: constrainttemplates/asksprovider of the cluster");
        assertThat(denied(create("shop", "h", "x: y"))).isTrue();
        FrontDoor.Result run = validate("shop");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors())
                .contains("constrainttemplates/asksprovider of the cluster")
                .contains("calls external_data: policies have no network");
        lab.send("DELETE", "/apis/templates.gatekeeper.sh/v1/constrainttemplates/asksprovider", "application/json", "");
        Await.until(() -> !webhook.get("/readyz").contains("not used"));
    }

    @Test
    @Order(8)
    void whatIsDeletedCountsNoMore() throws Exception {
        lab.send("DELETE", "/apis/constraints.gatekeeper.sh/v1beta1/needslabel/owner-in-prod", "application/json", "");
        Await.until(() -> create("shop", "i-" + System.nanoTime(), "x: y").status() == 201);
        assertThat(webhook.said()).doesNotContain("Exception");
    }

    @Test
    @Order(9)
    void moreThanCanBeLookedUpIsNoPass() throws Exception {
        String large = "x".repeat(900_000);
        for (int i = 0; i < 5; i++) {
            assertThat(create("left-alone", "large-" + i, "text: " + large).status())
                    .isEqualTo(201);
        }
        Await.until(() -> {
            Lab.Response answer = create("play", "j-" + System.nanoTime(), "host: c.example.com");
            return answer.status() == 500 && answer.body().contains("are the most that are looked up");
        });
    }

    private static void define(String crd, String path) throws Exception {
        post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd);
        Await.until(() -> lab.send("GET", path, "application/json", "").status() == 200);
    }

    private static boolean denied(Lab.Response response) {
        return response.status() == 403 && response.body().contains("denied the request");
    }

    private static FrontDoor.Result validate(String namespace) throws Exception {
        Path object = folder.resolve("object.yaml");
        Files.writeString(object, """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: b, namespace: %1$s}
                data: {x: y}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: %1$s, labels: {tier: prod}}
                """.formatted(namespace));
        return auditflow("validate", object.toString(), "--no-builtin");
    }

    private static FrontDoor.Result auditflow(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--cluster-policies", "--cluster-kubeconfig", lab.kubeconfig().toString()));
        return FrontDoor.run(all.toArray(String[]::new));
    }

    private static void namespace(String name, String labels) throws Exception {
        post("/api/v1/namespaces", "{metadata: {name: %s, labels: {%s}}}".formatted(name, labels));
    }

    private static Lab.Response create(String namespace, String name, String data) throws Exception {
        String object = "{metadata: {name: %s}, data: {%s}}".formatted(name, data);
        return lab.send(
                "POST",
                "/api/v1/namespaces/" + namespace + "/configmaps",
                "application/json",
                YAML.readTree(object).toString());
    }

    private static void post(String path, String yaml) throws Exception {
        Lab.Response response =
                lab.send("POST", path, "application/json", YAML.readTree(yaml).toString());
        assertThat(response.status()).as(response.body()).isEqualTo(201);
    }
}
