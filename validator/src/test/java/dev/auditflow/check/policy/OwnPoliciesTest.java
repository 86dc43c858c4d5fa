package dev.auditflow.check.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.check.Account;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.policy.OwnRego.Options;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.yaml.FieldPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that were written for conftest run unchanged, and what conftest passes in silence is said. */
class OwnPoliciesTest {
    private static final String TWO = """
        apiVersion: v1
        kind: Pod
        metadata: {name: a, labels: {team: blue}}
        spec: {hostNetwork: true, containers: [{name: a, image: "b:1"}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: a}
        spec: {ports: [{port: 80}]}
        """;

    @TempDir
    private Path folder;

    @Test
    void readsDenyWarnAndViolationWithSuffixesAndBothKindsOfMessages() throws PolicyLoadException {
        Path policy = policy("""
            package main
            deny contains "no pods" if input.kind == "Pod"
            deny_host_network contains {"msg": "host", "path": ["spec", "hostNetwork"], "team": "x"} if input.spec.hostNetwork
            violation[{"msg": msg}] { msg := sprintf("no %s", [input.kind]); input.kind == "Service" }
            warn_soft contains msg if { some label, _ in input.metadata.labels; msg := label }
            helper contains "not a rule" if true
            """.replace("violation[{\"msg\": msg}] {", "violation contains {\"msg\": msg} if {"));
        assertThat(run(Options.of(policy)))
                .containsExactlyInAnyOrder(
                        "deny main.deny Pod/a : no pods",
                        "deny main.deny_host_network Pod/a spec.hostNetwork: host",
                        "deny main.violation Service/a : no Service",
                        "warn main.warn_soft Pod/a : team");
    }

    @Test
    void pointsAtTheLineOfThePathOrOfTheLocationThatThePolicyNames() throws PolicyLoadException {
        Path policy = policy("""
            package main
            deny contains {"msg": "a", "path": "spec.containers[0].image"} if input.kind == "Pod"
            deny contains {"msg": "b", "_loc": {"file": "values.yaml", "line": 7}} if input.kind == "Pod"
            """);
        assertThat(check(Options.of(policy)).findings())
                .extracting(
                        finding -> finding.message() + " " + finding.location().rendered())
                .containsExactlyInAnyOrder("a objects.yaml:4", "b values.yaml:7");
    }

    @Test
    void appliesExceptionsAndCountsThem() throws PolicyLoadException {
        Path policy = policy("""
            package main
            deny_host contains "host" if input.spec.hostNetwork
            deny_kind contains "kind" if input.kind
            exception contains ["host", "other"] if input.metadata.labels.team == "blue"
            """);
        CheckResult result = check(Options.of(policy));
        assertThat(result.findings()).extracting(Finding::rule).containsExactly("main.deny_kind", "main.deny_kind");
        assertThat(result.account())
                .contains(new Account.Line(
                        "policy exceptions",
                        1,
                        0,
                        List.of(new Account.Skip("findings", 1, "taken away by exception rules of your policies"))));
    }

    @Test
    void evaluatesTheNamespacesThatAreNamed() throws PolicyLoadException {
        OwnRego.file(folder, "p/a.rego", "package main\ndeny contains \"main\" if input.kind == \"Pod\"");
        OwnRego.file(folder, "p/b.rego", "package main.net\ndeny contains \"net\" if input.kind == \"Pod\"");
        OwnRego.file(folder, "p/c.rego", "package team[\"a-b\"]\nwarn contains \"team\" if input.kind == \"Pod\"");
        Options options = Options.of(folder.resolve("p"));
        assertThat(run(options)).containsExactly("deny main.deny Pod/a : main");
        assertThat(run(options.namespaces("main.*"))).containsExactly("deny main.net.deny Pod/a : net");
        assertThat(run(options.namespaces("*"))).hasSize(3).contains("warn team.a-b.warn Pod/a : team");
    }

    @Test
    void isNoPassWhenNoRuleIsInTheNamespaces() throws PolicyLoadException {
        Path policy = policy("package other\ndeny contains \"x\" if true");
        assertThat(run(Options.of(policy)))
                .singleElement()
                .asString()
                .startsWith("deny AF902")
                .contains("namespaces main", "they have other", "--policy-namespace");
    }

    @Test
    void givesAllObjectsAtOnceWhenCombined() throws PolicyLoadException {
        Path policy = policy("""
            package main
            deny contains {"msg": msg, "index": i} if {
            	some i, entry in input
            	entry.contents.kind == "Service"
            	msg := sprintf("%s of %d", [entry.path, count(input)])
            }
            deny contains "whole" if count(input) == 2
            """);
        assertThat(run(Options.of(policy).combined()))
                .containsExactlyInAnyOrder("deny main.deny Service/a : objects.yaml of 2", "deny main.deny  : whole");
    }

    @Test
    void readsDataOfFilesAndFolders() throws PolicyLoadException {
        Path file = OwnRego.file(folder, "data.yaml", "limit: 1\nnames: {a: yes-a}\n");
        OwnRego.file(folder, "more/team/x.json", "{\"lead\": \"b\"}");
        OwnRego.file(folder, "more/y.yml", "names: {b: other}\n");
        Path policy = policy("""
            package main
            deny contains msg if {
            	input.kind == "Pod"
            	msg := concat(" ", [data.names.a, data.names.b, data.team.lead, format_int(data.limit, 10)])
            }
            """);
        assertThat(run(Options.of(policy).data(file, folder.resolve("more"))))
                .containsExactly("deny main.deny Pod/a : yes-a other b 1");
        Path again = OwnRego.file(folder, "again.yaml", "limit: 2");
        assertThatThrownBy(() -> run(Options.of(policy).data(file, again)))
                .hasMessageContaining("again.yaml sets data.limit, which another data file sets already");
    }

    @Test
    void takesIdTitleSeverityAndKindsFromMetadata() throws PolicyLoadException {
        Path policy = policy("""
            package main

            # METADATA
            # title: No host network
            # description: Because.
            # related_resources:
            # - https://example.org/why
            # custom:
            #   id: TEAM-1
            #   severity: warn
            #   remedy: Remove it.
            #   kinds: [Pod]
            deny_net contains "host" if input.spec.hostNetwork

            deny_plain contains "x" if false
            """);
        OwnPolicies own = OwnRego.load(Options.of(policy));
        Rule rule = own.rules().getFirst().rule();
        assertThat(rule.id()).isEqualTo("TEAM-1");
        assertThat(List.of(rule.title(), rule.description(), rule.remedy(), rule.link()))
                .containsExactly("No host network", "Because.", "Remove it.", "https://example.org/why");
        assertThat(own.rules().getFirst().kinds()).containsExactly("Pod");
        assertThat(own.rules().get(1).id()).isEqualTo("main.deny_plain");
        assertThat(run(Options.of(policy))).containsExactly("warn TEAM-1 Pod/a : host");
    }

    @Test
    void saysWhatConftestTakesForAPass() throws PolicyLoadException {
        Path policy = policy("""
            package main
            deny_number contains 7 if input.kind == "Pod"
            deny_message contains {"msg": ["x"]} if input.kind == "Pod"
            deny_complete := "text" if input.kind == "Pod"
            deny_map[key] := value if { input.kind == "Pod"; some key, value in {"a": "b"} }
            default deny_flag := false
            deny_flag if input.kind == "Pod"
            deny_empty contains "" if input.kind == "Pod"
            """);
        assertThat(run(Options.of(policy)))
                .containsExactlyInAnyOrder(
                        "deny AF080 Pod/a : main.deny_number gave 7; a message is a string, or an object whose msg is"
                                + " a string",
                        "deny AF080 Pod/a : main.deny_message gave {\"msg\":[\"x\"]}; a message is a string, or an"
                                + " object whose msg is a string",
                        "deny AF080 Pod/a : main.deny_complete gave \"text\", which is no set of messages; write"
                                + " \"deny_complete contains msg if { … }\"",
                        "deny AF080 Pod/a : main.deny_map gave {\"a\":\"b\"}, which is no set of messages; write"
                                + " \"deny_map contains msg if { … }\"",
                        "deny AF080 Pod/a : main.deny_flag gave true, which is no set of messages; write \"deny_flag"
                                + " contains msg if { … }\"",
                        "deny main.deny_empty Pod/a : main.deny_empty gave no words");
    }

    @Test
    void evaluatesRegoOfBefore1Point0WhenAsked() throws PolicyLoadException {
        Path policy = policy("package main\ndeny[msg] { input.kind == \"Pod\"; msg := \"old\" }");
        assertThat(run(Options.of(policy).beforeOne())).containsExactly("deny main.deny Pod/a : old");
        assertThatThrownBy(() -> run(Options.of(policy)))
                .hasMessageContaining(policy + ":2: rego_parse_error")
                .hasMessageContaining("--rego-version v0");
    }

    @Test
    void refusesWhatCannotReportOrRun() {
        assertRefused("package main\ndeny contains x if { y == 1 }", "policy.rego:2: rego_unsafe_var_error: var");
        assertRefused("package main\n\ndeny(x) := x", "policy.rego:3: deny is a function");
        assertRefused(
                "package main\ndeny[msg] if msg := \"a\"", "policy.rego:2: deny uses \"if\" without \"contains\"");
        assertRefused("package main\ndeny contains http.send({}).body", "policies have no network");
        assertRefused("package main\ndeny contains \"x\" if time.now_ns() > 0", "policies have no clock");
        assertRefused("""
            package main
            # METADATA
            # custom: {id: AF101}
            deny contains "x" if true
            """, "the id AF101 is taken by AuditFlow's own rules");
        assertThatThrownBy(() -> OwnRego.load(Options.of(folder.resolve("absent"))))
                .hasMessageContaining("There is no policy file or folder");
        assertThatThrownBy(() -> OwnRego.load(
                        Options.of(OwnRego.file(folder, "empty/x.txt", "").resolveSibling(""))))
                .hasMessageContaining("holds no .rego file");
    }

    private void assertRefused(String rego, String sentence) {
        assertThatThrownBy(() -> OwnRego.load(Options.of(policy(rego))))
                .isInstanceOf(PolicyLoadException.class)
                .hasMessageContaining(sentence);
    }

    private Path policy(String rego) {
        return OwnRego.file(folder, "policy.rego", rego);
    }

    private static CheckResult check(Options options) throws PolicyLoadException {
        return new PolicyCheck(List.of(OwnRego.load(options)), Map.of()).run(Subjects.of(TWO));
    }

    private static List<String> run(Options options) throws PolicyLoadException {
        return check(options).findings().stream()
                .map(finding -> "%s %s %s %s: %s"
                        .formatted(
                                finding.severity().word(),
                                finding.rule(),
                                finding.resource().kind().isEmpty()
                                        ? ""
                                        : finding.resource().kind() + "/"
                                                + finding.resource().name(),
                                finding.path().equals(FieldPath.root()) ? "" : finding.path(),
                                finding.message()))
                .toList();
    }
}
