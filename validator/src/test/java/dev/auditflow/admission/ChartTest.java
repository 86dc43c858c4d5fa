package dev.auditflow.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.auditflow.check.policy.BuiltinPolicies;
import dev.auditflow.check.policy.PolicyCheck;
import dev.auditflow.cli.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the webhook's chart promises. */
class ChartTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path CHART = Path.of("../charts/auditflow-validator").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void everyKindThatABuiltinRuleNamesIsSent() throws IOException {
        JsonNode values = YAML.readTree(CHART.resolve("values.yaml").toFile());
        Set<String> sent = new TreeSet<>();
        for (JsonNode rule : values.at("/webhook/rules")) {
            rule.path("resources").forEach(resource -> sent.add(resource.asText()));
        }
        Set<String> wanted = new TreeSet<>();
        PolicyCheck check = new PolicyCheck(List.of(BuiltinPolicies.load(Map.of())), Map.of());
        check.kinds().forEach(kind -> wanted.add(plural(kind)));
        assertThat(sent).containsAll(wanted).contains("pods/ephemeralcontainers", "pods/resize");
    }

    @Test
    void theChartPassesTheGate() throws Exception {
        Launched run = Launched.run(folder, Map.of(), "validate", CHART.toString(), "-n", "auditflow-system");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("no findings");
    }

    @Test
    void theWatchOfDriftPassesTheGateToo() throws Exception {
        Path values = folder.resolve("values.yaml");
        Files.writeString(values, """
                drift:
                  enabled: true
                  environment: prod
                  cluster: 00000000-0000-0000-0000-000000000000
                  releases: [{name: web, namespace: web}, {name: store, namespace: web}]
                  ignore: [{manager: keda-operator}]
                  fix: true
                metrics: {serviceMonitor: {enabled: false}}
                """);
        Launched run = Launched.run(
                folder, Map.of(), "validate", CHART.toString(), "-n", "auditflow-system", "-f", values.toString());
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("no findings");
    }

    @Test
    void gatekeepersRightsPassTheGateTooAndAreNoMoreThanToldTo() throws Exception {
        String opa = "docker.io/openpolicyagent/opa@sha256:" + "0".repeat(64);
        Path values = folder.resolve("values.yaml");
        Files.writeString(values, """
                gatekeeper:
                  policies: true
                  constraints: [k8srequiredlabels]
                  objects: true
                  sync: [{apiGroups: [networking.k8s.io], resources: [ingresses]}]
                  opaImage: %s
                """.formatted(opa));
        Launched run = Launched.run(
                folder,
                Map.of(),
                "validate",
                CHART.toString(),
                "-n",
                "auditflow-system",
                "-f",
                values.toString(),
                "--kube-version",
                "1.35");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("no findings");
        String alone = Launched.run(folder, Map.of(), "render", CHART.toString(), "-n", "auditflow-system")
                .out();
        assertThat(alone).as("nothing is read unless it is told to").doesNotContain("gatekeeper");
    }

    @Test
    void whatIsRegisteredMeetsTheRulesOfTheApiServer() throws Exception {
        Launched run = Launched.run(
                folder, Map.of(), "render", CHART.toString(), "-n", "auditflow-system", "--release-name", "gate");
        for (String document : run.out().split("\n---\n", -1)) {
            JsonNode object = YAML.readTree(document);
            if (object.path("kind").asText().equals("ValidatingWebhookConfiguration")) {
                JsonNode webhook = object.at("/webhooks/0");
                assertThat(webhook.path("sideEffects").asText())
                        .as("else no dry run works")
                        .isEqualTo("None");
                assertThat(webhook.path("matchPolicy").asText()).isEqualTo("Equivalent");
                assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Fail");
                assertThat(webhook.path("timeoutSeconds").asInt()).isBetween(1, 3);
                assertThat(webhook.has("objectSelector"))
                        .as("labels would let users out")
                        .isFalse();
                assertThat(webhook.path("matchConditions")).hasSizeLessThanOrEqualTo(64);
                assertThat(webhook.path("matchConditions").toString())
                        .contains(
                                "'auditflow-system'",
                                "'kube-system'",
                                "'nodes'",
                                "certificates.k8s.io",
                                "coordination.k8s.io");
                return;
            }
        }
        throw new AssertionError("the chart registers nothing");
    }

    private static String plural(String kind) {
        String name = kind.toLowerCase(Locale.ROOT);
        return name.endsWith("s") ? name + "es" : name + "s";
    }
}
