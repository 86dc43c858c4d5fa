package dev.auditflow.check.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary;
import dev.auditflow.check.policy.gatekeeper.Inventory;
import dev.auditflow.check.policy.gatekeeper.Review;
import dev.auditflow.check.policy.gatekeeper.TemplateModules;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.gate.opa.ClassCache;
import dev.auditflow.gate.opa.Opa;
import dev.auditflow.gate.opa.TemplateCompiler;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constraints over objects of a target, and over requests as a webhook gets them. */
class GatekeeperPoliciesTest {
    private static final String TEMPLATE = """
            apiVersion: templates.gatekeeper.sh/v1
            kind: ConstraintTemplate
            metadata: {name: said}
            spec:
              crd: {spec: {names: {kind: Said}}}
              targets:
                - target: admission.k8s.gatekeeper.sh
                  operations: [CREATE, UPDATE]
                  rego: |
                    package said

                    violation[{"msg": msg}] {
                      user := object.get(input.review.userInfo, "username", "nobody")
                      stage := object.get(input.review, ["namespaceObject", "metadata", "labels", "stage"], "no stage")
                      msg := sprintf("%v by %v in %v", [input.review.operation, user, stage])
                    }
            """;

    private static final String NAMESPACE =
            "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {stage: prod}}}";

    @Test
    void requestIsWhatTheTemplateSees() throws Exception {
        GatekeeperPolicies policies = load(EnforcementPoint.WEBHOOK, constraint("all", "{}"));
        assertThat(messages(policies, "UPDATE", NAMESPACE)).containsExactly("UPDATE by ann in prod");
    }

    @Test
    void objectOfATargetIsCreatedByNobody() throws Exception {
        GatekeeperPolicies policies = load(EnforcementPoint.COMMAND_LINE, constraint("all", "{}"));
        assertThat(policies.evaluate(subject("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("CREATE by nobody in no stage");
    }

    @Test
    void templateIsAskedAboutItsOperationsOnly() throws Exception {
        GatekeeperPolicies webhook = load(EnforcementPoint.WEBHOOK, constraint("all", "{}"));
        assertThat(messages(webhook, "DELETE", NAMESPACE)).isEmpty();
        GatekeeperPolicies audit = load(EnforcementPoint.AUDIT, constraint("all", "{}"));
        assertThat(messages(audit, "DELETE", NAMESPACE)).containsExactly("DELETE by ann in prod");
    }

    @Test
    void namespaceObjectDecidesWhatMatches() throws Exception {
        GatekeeperPolicies policies = load(
                EnforcementPoint.WEBHOOK,
                constraint("prod", "{match: {namespaceSelector: {matchLabels: {stage: prod}}}}"),
                constraint("test", "{match: {namespaceSelector: {matchLabels: {stage: test}}}}"),
                constraint("shops", "{match: {namespaces: [sh*]}}"),
                constraint("others", "{match: {excludedNamespaces: [sh*]}}"));
        assertThat(findings(policies, "CREATE", NAMESPACE))
                .extracting(Finding::rule)
                .containsExactly("Said.prod", "Said.shops");
    }

    @Test
    void selectorWithoutTheNamespaceIsAViolation() throws Exception {
        GatekeeperPolicies policies = load(
                EnforcementPoint.WEBHOOK,
                constraint("prod", "{match: {namespaceSelector: {matchLabels: {stage: prod}}}}"));
        assertThat(messages(policies, "CREATE", ""))
                .singleElement()
                .asString()
                .endsWith("namespace selector for namespace-scoped object but missing Namespace");
    }

    @Test
    void actionsDependOnThePlace() throws Exception {
        String[] constraints = {
            constraint("warned", "{enforcementAction: warn}"),
            constraint("tried", "{enforcementAction: dryrun}"),
            constraint("scoped", """
                    {enforcementAction: scoped, scopedEnforcementActions: [
                      {action: warn, enforcementPoints: [{name: "*"}]},
                      {action: deny, enforcementPoints: [{name: validation.gatekeeper.sh}]}]}
                    """),
            constraint("audited", """
                    {enforcementAction: scoped, scopedEnforcementActions: [
                      {action: deny, enforcementPoints: [{name: audit.gatekeeper.sh}]}]}
                    """)
        };
        assertThat(severities(load(EnforcementPoint.WEBHOOK, constraints)))
                .containsExactly(
                        Map.entry("Said.scoped", Severity.DENY),
                        Map.entry("Said.tried", Severity.INFO),
                        Map.entry("Said.warned", Severity.WARN));
        assertThat(severities(load(EnforcementPoint.AUDIT, constraints)))
                .containsExactly(
                        Map.entry("Said.audited", Severity.DENY),
                        Map.entry("Said.scoped", Severity.WARN),
                        Map.entry("Said.tried", Severity.INFO),
                        Map.entry("Said.warned", Severity.WARN));
    }

    @Test
    void configurationIsStrongerThanTheConstraint() throws Exception {
        GatekeeperPolicies policies = load(EnforcementPoint.WEBHOOK, constraint("all", "{}"));
        PolicyCheck check = new PolicyCheck(
                List.of(policies.asking(review("UPDATE", NAMESPACE), Inventory.none())), Map.of("Said.all", "warn"));
        CheckResult result = check.run(subject("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"));
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.resource().name()).isEqualTo("a");
        });
    }

    @Test
    void oneTemplateThatStopsTakesNoOtherWithIt() throws Exception {
        String conflict = """
                apiVersion: templates.gatekeeper.sh/v1
                kind: ConstraintTemplate
                metadata: {name: conflict}
                spec:
                  crd: {spec: {names: {kind: Conflict}}}
                  targets:
                    - target: admission.k8s.gatekeeper.sh
                      rego: |
                        package conflict

                        both = x { x := input.review.operation }
                        both = x { x := input.review.kind.kind }
                        violation[{"msg": both}] { true }
                """;
        String stops = "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: Conflict, metadata: {name: stops}}";
        GatekeeperPolicies policies =
                load(EnforcementPoint.WEBHOOK, constraint("all", "{enforcementAction: warn}"), conflict, stops);
        List<Finding> findings = findings(policies, "CREATE", NAMESPACE);
        assertThat(findings).extracting(Finding::rule).containsExactly("AF080", "Said.all");
        assertThat(findings.getFirst().severity()).isEqualTo(Severity.DENY);
        assertThat(findings.getFirst().message()).startsWith("The constraint Conflict.stops gave no answer");
    }

    @Test
    void requestsWithoutAnObjectAreRefused() {
        assertThatThrownBy(() -> Review.ofRequest(node("{operation: CREATE, object: null}")))
                .hasMessage("The request has neither an object nor an oldObject to look at");
        assertThatThrownBy(() -> Review.ofRequest(node("{operation: DELETE, object: {kind: Pod}}")))
                .hasMessage("A request to delete needs the object that is there as oldObject");
        assertThatThrownBy(() -> Review.ofRequest(node("{operation: CREATE, object: {metadata: {}}}")))
                .hasMessage("An object of the request has no kind");
    }

    private static String constraint(String name, String spec) {
        return "apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: Said\nmetadata: {name: %s}\nspec: %s\n"
                .formatted(name, spec.replace("\n", " "));
    }

    private static GatekeeperPolicies load(EnforcementPoint point, String... objects) throws PolicyLoadException {
        assumeThat(Command.find("opa"))
                .as("install opa on the PATH to run this test")
                .isPresent();
        List<GatekeeperLibrary.Source> sources = new java.util.ArrayList<>();
        sources.add(new GatekeeperLibrary.Source(node(TEMPLATE), "said.yaml"));
        for (String object : objects) {
            sources.add(new GatekeeperLibrary.Source(node(object), "more.yaml"));
        }
        GatekeeperLibrary library = GatekeeperLibrary.of(sources);
        byte[] wasm =
                new TemplateCompiler(Opa.find(""), OwnRego.CACHE).compile(TemplateModules.of(library.templates()));
        return GatekeeperPolicies.load(library, wasm, point, new ClassCache(OwnRego.CACHE), Limits.defaults());
    }

    private static List<String> messages(GatekeeperPolicies policies, String operation, String namespace) {
        return findings(policies, operation, namespace).stream()
                .map(Finding::message)
                .toList();
    }

    private static List<Map.Entry<String, Severity>> severities(GatekeeperPolicies policies) {
        return findings(policies, "CREATE", NAMESPACE).stream()
                .map(finding -> Map.entry(finding.rule(), finding.severity()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }

    /** As a webhook asks: the subject holds the object of the request. */
    private static List<Finding> findings(GatekeeperPolicies policies, String operation, String namespace) {
        Review review = review(operation, namespace);
        return policies.asking(review, Inventory.none())
                .evaluate(subject("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}"))
                .findings();
    }

    private static Review review(String operation, String namespace) {
        Review review = Review.ofRequest(node("""
                uid: a
                operation: %s
                kind: {group: "", version: v1, kind: ConfigMap}
                namespace: shop
                name: a
                userInfo: {username: ann}
                object: {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}
                oldObject: {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}
                """.formatted(operation)));
        return namespace.isEmpty() ? review : review.in(node(namespace));
    }

    private static Subject subject(String object) {
        List<Resource> resources = ManifestReader.objects("object.yaml", object);
        return new Subject("", "", "default", "1.36", resources, List.of());
    }

    private static MapNode node(String text) {
        return (MapNode) YamlReader.read(text).documents().getFirst();
    }
}
