package dev.auditflow.check.waiver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.auditflow.Mutations;
import dev.auditflow.check.Account;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Subject;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Waiver;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.ManifestReader;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.FieldPath;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Waivers and baselines sort findings; they never lose or invent one, and never cover what was not checked. */
class WaiverProperties {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);
    private static final String SEED = """
        {"schemaVersion": 1, "findings": [
          {"rule": "AF306", "resource": "Deployment/web", "path": "spec.template.spec.containers[0]"},
          {"rule": "AF701", "resource": "ConfigMap/apps/x", "path": ""}]}
        """;

    @Property(tries = 1500)
    void anyTextIsABaselineOrIsRefusedWithItsFile(@ForAll("baselines") String text) {
        try {
            Baseline.parse("baseline.json", text);
        } catch (ConfigException e) {
            assertThat(e.getMessage()).startsWith("baseline.json").doesNotContain("Exception");
        }
    }

    @Property
    void noFindingIsLostOrInvented(
            @ForAll("findings") List<Finding> findings, @ForAll("waivers") List<Waiver> waivers) {
        Waivers.Applied applied = new Waivers(waivers, "auditflow.yaml", TODAY).apply(subject(), findings);
        List<Finding> all = new ArrayList<>(applied.kept());
        applied.waived().forEach(waived -> all.add(waived.finding()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(findings);
        assertThat(applied.waived()).allSatisfy(waived -> {
            assertThat(waived.reason()).isNotBlank();
            assertThat(waived.finding().check()).isNotEqualTo("run");
            assertThat(waived.finding().rule()).isNotIn("AF901", "AF080");
            assertThat(waivers).anySatisfy(waiver -> {
                assertThat(waiver.rule()).isEqualTo(waived.finding().rule());
                assertThat(waiver.expires()).isAfterOrEqualTo(TODAY);
            });
        });
    }

    @Property
    void aBaselineCoversWhatItWasWrittenOverAndNothingElse(
            @ForAll("findings") List<Finding> before, @ForAll("findings") List<Finding> after) throws ConfigException {
        String text = Baseline.write(List.of(verdict(before)));
        assertThat(Baseline.write(List.of(verdict(before.reversed())))).isEqualTo(text);
        Waivers.Applied none = new Waivers.Applied(after, List.of());
        Waivers.Applied applied = Baseline.parse("baseline.json", text).apply(none);
        for (Finding finding : after) {
            boolean known = before.stream()
                    .anyMatch(old -> old.rule().equals(finding.rule())
                            && old.resource().equals(finding.resource())
                            && old.path().equals(finding.path()));
            assertThat(applied.kept().contains(finding)).isEqualTo(!known || !Baseline.canHold(finding));
        }
    }

    @Provide
    Arbitrary<String> baselines() {
        return Mutations.of(List.of(SEED, "[]", "{}"));
    }

    @Provide
    Arbitrary<List<Finding>> findings() {
        List<Resource> resources = resources();
        return Combinators.combine(
                        Arbitraries.of("AF306", "AF701", "AF901", "AF902", "AF080", "AF801"),
                        Arbitraries.integers().between(0, resources.size()),
                        Arbitraries.of(FieldPath.root(), FieldPath.of("data"), FieldPath.of("data", "a")))
                .as((id, index, path) -> {
                    String check = id.startsWith("AF8") ? "golden" : id.equals("AF902") ? "run" : "policy";
                    Rule rule = new Rule(id, check, Severity.DENY, "t", "d", "r", "");
                    return index == resources.size()
                            ? Finding.about(rule, Location.none(), "about the target")
                            : Finding.at(rule, resources.get(index), path, "about the object");
                })
                .set()
                .ofMaxSize(8)
                .map(List::copyOf);
    }

    @Provide
    Arbitrary<List<Waiver>> waivers() {
        return Combinators.combine(
                        Arbitraries.of("AF306", "AF701", "AF901", "AF902", "AF080", "AF801", "*"),
                        Arbitraries.of("*", "ConfigMap/*", "ConfigMap/a", "ConfigMap/n/b", "Secret/*", "", "**", "*a*"),
                        Arbitraries.of("", "data", "*"),
                        Arbitraries.of(TODAY.minusDays(1), TODAY, TODAY.plusDays(1)))
                .as((rule, resource, path, day) -> new Waiver(rule, resource, path, List.of(), "because", "me", day, 1))
                .list()
                .ofMaxSize(4);
    }

    private static List<Resource> resources() {
        return ManifestReader.objects("x.yaml", """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: n}, data: {a: b}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: b}}
            """);
    }

    private static Subject subject() {
        return new Subject("r", "dev", "default", "1.34", resources(), List.of());
    }

    private static Verdict verdict(List<Finding> findings) {
        return new Verdict(
                "r",
                "dev",
                "",
                "1.34",
                Outcome.FAIL,
                new Digests("", "", ""),
                findings,
                List.of(),
                new Account(List.of()));
    }
}
