package dev.auditflow.check.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary;
import dev.auditflow.check.policy.gatekeeper.Inventory;
import dev.auditflow.check.policy.gatekeeper.Review;
import dev.auditflow.check.policy.gatekeeper.Reviewer;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.check.policy.gatekeeper.TemplateModules;
import dev.auditflow.check.policy.gatekeeper.Violation;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.WasmPolicy;
import dev.auditflow.gate.opa.ClassCache;
import dev.auditflow.gate.opa.Opa;
import dev.auditflow.gate.opa.TemplateCompiler;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.YamlReader;
import java.util.ArrayList;
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
                      msg := sprintf("%v of %v by %v in %v", [input.review.operation, input.review.object.metadata.name, user, stage])
                    }
            """;

    @Test
    void requestIsWhatTheTemplateSees() throws Exception {
        GatekeeperPolicies policies = load(EnforcementPoint.WEBHOOK, constraint("all", "{}"));
        assertThat(findings(policies, "UPDATE"))
                .extracting(Finding::message)
                .containsExactly("UPDATE of a by ann in no stage");
    }

    @Test
    void objectOfATargetIsCreatedByNobody() throws Exception {
        GatekeeperPolicies policies = load(EnforcementPoint.COMMAND_LINE, constraint("all", "{}"));
        assertThat(policies.evaluate(subject("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("CREATE of a by nobody in no stage");
    }

    @Test
    void templateIsAskedAboutItsOperationsOnly() throws Exception {
        GatekeeperPolicies webhook = load(EnforcementPoint.WEBHOOK, constraint("all", "{}"));
        assertThat(findings(webhook, "DELETE")).isEmpty();
        GatekeeperPolicies audit = load(EnforcementPoint.AUDIT, constraint("all", "{}"));
        assertThat(findings(audit, "DELETE"))
                .extracting(Finding::message)
                .containsExactly("DELETE of a by ann in no stage");
    }

    @Test
    void objectThatARequestReplacesIsJudgedByItself() throws Exception {
        GatekeeperPolicies policies = load(EnforcementPoint.WEBHOOK, constraint("all", "{}"));
        MapNode request = requested("UPDATE");
        Resource old = ManifestReader.object(request.map("oldObject").orElseThrow());
        Subject subject = new Subject("", "", "shop", "1.36", List.of(old), List.of(), request);
        assertThat(policies.evaluate(subject).findings())
                .extracting(Finding::message)
                .containsExactly("CREATE of before by nobody in no stage");
    }

    @Test
    void namespaceObjectDecidesWhatMatches() throws Exception {
        Reviewer reviewer = reviewer(
                constraint("prod", "{match: {namespaceSelector: {matchLabels: {stage: prod}}}}"),
                constraint("test", "{match: {namespaceSelector: {matchLabels: {stage: test}}}}"),
                constraint("shops", "{match: {namespaces: [sh*]}}"),
                constraint("others", "{match: {excludedNamespaces: [sh*]}}"));
        Review review = Review.ofRequest(requested("CREATE"));
        String namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {stage: prod}}}";
        assertThat(reviewer.over(Inventory.of(List.of(node(namespace))))
                        .review(review)
                        .violations())
                .extracting(violation -> violation.constraint().id(), Violation::message)
                .containsExactly(
                        tuple("Said.prod", "CREATE of a by ann in prod"),
                        tuple("Said.shops", "CREATE of a by ann in prod"));
        assertThat(reviewer.over(Inventory.none()).review(review).violations())
                .filteredOn(violation -> violation.constraint().id().equals("Said.prod"))
                .singleElement()
                .extracting(Violation::message)
                .asString()
                .endsWith("namespace selector for namespace-scoped object but missing Namespace");
    }

    @Test
    void templateThatLooksOthersUpIsNotAskedAboutARequest() throws Exception {
        String looking = """
                apiVersion: templates.gatekeeper.sh/v1
                kind: ConstraintTemplate
                metadata: {name: alone}
                spec:
                  crd: {spec: {names: {kind: Alone}}}
                  targets:
                    - target: admission.k8s.gatekeeper.sh
                      rego: |
                        package alone

                        violation[{"msg": "nobody else"}] {
                          not data.inventory.cluster
                        }
                """;
        String alone = "{apiVersion: constraints.gatekeeper.sh/v1beta1, kind: Alone, metadata: {name: alone}}";
        GatekeeperPolicies policies = load(EnforcementPoint.WEBHOOK, looking, alone);
        PolicySet.Evaluation evaluation = policies.evaluate(request("CREATE"));
        assertThat(evaluation.findings()).isEmpty();
        assertThat(evaluation.applied()).isEmpty();
        assertThat(policies.evaluate(subject("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}}"))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("nobody else");
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
        PolicyCheck check = new PolicyCheck(List.of(policies), Map.of("Said.all", "warn"));
        CheckResult result = check.run(request("UPDATE"));
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
        List<Finding> findings = findings(policies, "CREATE");
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
        GatekeeperLibrary library = library(objects);
        return GatekeeperPolicies.load(
                library,
                compiled(library),
                point,
                Surroundings.none(),
                new ClassCache(OwnRego.CACHE),
                Limits.defaults());
    }

    private static Reviewer reviewer(String... objects) throws PolicyLoadException {
        GatekeeperLibrary library = library(objects);
        WasmPolicy rego = WasmPolicy.compile(compiled(library), new ClassCache(OwnRego.CACHE), Limits.defaults());
        return Reviewer.of(library, rego, EnforcementPoint.AUDIT);
    }

    private static GatekeeperLibrary library(String... objects) throws PolicyLoadException {
        List<GatekeeperLibrary.Source> sources = new ArrayList<>();
        sources.add(new GatekeeperLibrary.Source(node(TEMPLATE), "said.yaml"));
        for (String object : objects) {
            sources.add(new GatekeeperLibrary.Source(node(object), "more.yaml"));
        }
        return GatekeeperLibrary.of(sources);
    }

    private static byte[] compiled(GatekeeperLibrary library) throws PolicyLoadException {
        assumeThat(Command.find("opa"))
                .as("install opa on the PATH to run this test")
                .isPresent();
        return new TemplateCompiler(Opa.find(""), OwnRego.CACHE).compile(TemplateModules.of(library.templates()));
    }

    private static List<Finding> findings(GatekeeperPolicies policies, String operation) {
        return policies.evaluate(request(operation)).findings();
    }

    private static List<Map.Entry<String, Severity>> severities(GatekeeperPolicies policies) {
        return findings(policies, "CREATE").stream()
                .map(finding -> Map.entry(finding.rule(), finding.severity()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
    }

    /** As a webhook asks: the subject holds the object of the request. */
    private static Subject request(String operation) {
        MapNode request = requested(operation);
        List<Resource> resources =
                List.of(ManifestReader.object(request.map("object").orElseThrow()));
        return new Subject("", "", "shop", "1.36", resources, List.of(), request);
    }

    private static MapNode requested(String operation) {
        return node("""
                uid: a
                operation: %s
                kind: {group: "", version: v1, kind: ConfigMap}
                namespace: shop
                name: a
                userInfo: {username: ann}
                object: {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}
                oldObject: {apiVersion: v1, kind: ConfigMap, metadata: {name: before, namespace: shop}}
                """.formatted(operation));
    }

    private static Subject subject(String object) {
        List<Resource> resources = ManifestReader.objects("object.yaml", object);
        return new Subject("", "", "default", "1.36", resources, List.of());
    }

    private static MapNode node(String text) {
        return (MapNode) YamlReader.read(text).documents().getFirst();
    }
}
