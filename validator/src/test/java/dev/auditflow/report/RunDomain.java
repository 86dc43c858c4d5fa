package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Any run at all: hostile texts, repeated findings, any outcome that its findings allow. */
final class RunDomain extends DomainContextBase {
    private static final String NASTY = "<>&\"'`|%:,#\\\n\r\t\u0000\u001b\u202e\ufffe[](){}*_@~!$-+ ./=äß😀]";

    @Provide
    Arbitrary<Run> runs() {
        return Combinators.combine(
                        verdicts(),
                        Arbitraries.of(Outcome.class),
                        rules().list().ofMaxSize(3).uniqueElements(Rule::id),
                        account())
                .as((verdicts, least, rules, account) -> new Run(
                        "0.1.0",
                        verdicts.stream()
                                .map(Verdict::outcome)
                                .max(Comparator.naturalOrder())
                                .map(worst -> worst.compareTo(least) > 0 ? worst : least)
                                .orElse(Outcome.ERROR),
                        verdicts,
                        rules.stream().collect(Collectors.toMap(Rule::id, rule -> rule)),
                        account));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars(NASTY).alpha().ofMaxLength(12),
                Arbitraries.of("", "</script><script>alert(1)</script>", "]]>", "::error::x", "a\nb", "{{findings}}"));
    }

    private static Arbitrary<List<Verdict>> verdicts() {
        Arbitrary<List<Finding>> findings = findings().list().ofMaxSize(4);
        Arbitrary<List<Verdict.Waived>> waived = Combinators.combine(findings(), texts())
                .as((finding, reason) -> new Verdict.Waived(finding, "waiver", reason))
                .list()
                .ofMaxSize(2);
        return Combinators.combine(
                        texts(), texts(), texts(), findings, waived, account(), Arbitraries.of(Outcome.class))
                .as((release, environment, scenario, found, given, account, least) -> new Verdict(
                        release,
                        environment,
                        scenario,
                        "1.34",
                        least == Outcome.PASS && found.stream().anyMatch(f -> f.severity() == Severity.DENY)
                                ? Outcome.FAIL
                                : least,
                        new Digests("", "sha256:" + "0".repeat(64), ""),
                        found.stream().sorted().toList(),
                        given,
                        account))
                .list()
                .ofMaxSize(4);
    }

    /** Few rules and objects, so that equal findings meet in several targets. */
    private static Arbitrary<Finding> findings() {
        Arbitrary<ResourceId> resources = Arbitraries.oneOf(
                Arbitraries.of(ResourceId.none(), new ResourceId("v1", "Service", "", "web")),
                Combinators.combine(texts(), texts()).as((kind, name) -> new ResourceId("v1", kind, "ns", name)));
        return Combinators.combine(
                        Arbitraries.of("AF001", "AF002", "team.<rule>"),
                        Arbitraries.of(Severity.class),
                        Arbitraries.oneOf(Arbitraries.of("one", "two\n+three"), texts()),
                        resources,
                        paths(),
                        locations(),
                        texts())
                .as((rule, severity, message, resource, path, location, remedy) ->
                        new Finding(rule, "policy", severity, message, resource, path, location, remedy));
    }

    private static Arbitrary<FieldPath> paths() {
        Arbitrary<FieldPath.Step> steps = Arbitraries.oneOf(
                texts().map(FieldPath.Step.Key::new),
                Arbitraries.integers().between(0, 9).map(FieldPath.Step.Index::new));
        return steps.list().ofMaxSize(3).map(FieldPath::new);
    }

    private static Arbitrary<Location> locations() {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 99);
        Arbitrary<Place> places = Arbitraries.oneOf(
                Arbitraries.just(Place.none()),
                Combinators.combine(texts(), numbers, numbers).as(Place::new));
        Arbitrary<List<Origin.ValueOrigin>> values = Combinators.combine(texts(), places)
                .as(Origin.ValueOrigin::new)
                .list()
                .ofMaxSize(2);
        return Combinators.combine(places, places, Arbitraries.of(Origin.Precision.class), values)
                .as((rendered, template, precision, read) ->
                        new Location(rendered, new Origin(template, precision, read)));
    }

    private static Arbitrary<Rule> rules() {
        return Combinators.combine(Arbitraries.of("AF001", "AF002", "AF003"), texts(), texts(), texts(), texts())
                .as((id, title, description, remedy, link) ->
                        new Rule(id, "policy", Severity.WARN, title, description, remedy, link));
    }

    private static Arbitrary<Account> account() {
        Arbitrary<Account.Skip> skips =
                Combinators.combine(texts(), texts()).as((what, reason) -> new Account.Skip(what, 1, reason));
        return Combinators.combine(
                        texts(),
                        skips.list().ofMaxSize(2),
                        Arbitraries.integers().between(0, 3))
                .as((subject, skipped, checked) ->
                        new Account.Line(subject, checked + skipped.size(), checked, skipped))
                .list()
                .ofMaxSize(2)
                .map(lines -> new Account(new ArrayList<>(lines)));
    }
}
