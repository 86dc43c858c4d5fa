package dev.auditflow.report;

import dev.auditflow.check.Account;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs whose reports are kept as expected files, one folder each. */
public final class SampleRuns {
    private static final Rule MEMORY = new Rule(
            "AF213",
            "policy",
            Severity.DENY,
            "A container has no memory limit",
            "Without a limit one leaking container takes the memory of the whole Raspberry Pi, and the kernel kills whatever it likes.",
            "Set resources.limits.memory to what the container needs at its peak.",
            "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/");
    private static final Rule PROBE = new Rule(
            "AF201",
            "policy",
            Severity.WARN,
            "A container has no readiness probe",
            "Traffic reaches it before it can answer.",
            "Add a readinessProbe.",
            "https://kubernetes.io/docs/concepts/workloads/pods/probes/");
    private static final Rule UNKNOWN_FIELD = new Rule(
            "AF101",
            "schema",
            Severity.DENY,
            "The field does not exist",
            "The API server drops or refuses it.",
            "Correct the name of the field.",
            "");
    private static final Rule GOLDEN = new Rule(
            "AF301",
            "golden",
            Severity.DENY,
            "The rendering differs from its golden file",
            "Somebody should have looked at this change.",
            "Look at the diff; if it is meant, run auditflow golden update.",
            "");
    private static final Rule DIGEST = new Rule(
            "AF220", "policy", Severity.INFO, "An image is named by tag", "A tag can move.", "Add the digest.", "");

    private static final ResourceId GENERATOR =
            new ResourceId("apps/v1", "Deployment", "auditflow", "audit-event-generator");
    private static final ResourceId STORE = new ResourceId("apps/v1", "StatefulSet", "", "audit-event-store");
    private static final FieldPath CONTAINER = FieldPath.of("spec", "template", "spec", "containers", 0);
    private static final String TEMPLATE =
            "charts/auditflow-platform/charts/audit-event-generator/templates/deployment.yaml";

    private SampleRuns() {}

    public static Map<String, Run> all() {
        Map<String, Run> runs = new LinkedHashMap<>();
        runs.put("pass", run(Outcome.PASS, passed("dev", "1.34")));
        runs.put("fail", fail());
        runs.put("warned", warned());
        runs.put("error", error());
        runs.put("merged", merged());
        runs.put("waived", waived());
        runs.put("hostile", hostile());
        runs.put("empty", run(Outcome.ERROR));
        runs.put("covered", run(Outcome.PASS, passed("dev", "1.34")).with(SampleCoverage.coverage()));
        return runs;
    }

    public static Run named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    private static Run fail() {
        Finding memory = finding(MEMORY, "Container generator has no memory limit", GENERATOR)
                .path(CONTAINER.key("resources").key("limits"))
                .template(new Place(TEMPLATE, 31, 11), Origin.Precision.EXACT)
                .value("resources", new Place("charts/auditflow-platform/environments/dev.yaml", 12, 0))
                .rendered(new Place(TEMPLATE, 44, 13))
                .build();
        Finding probe = finding(PROBE, "Container generator has no readiness probe", GENERATOR)
                .path(CONTAINER)
                .template(new Place(TEMPLATE, 0, 0), Origin.Precision.UNKNOWN)
                .rendered(new Place(TEMPLATE, 38, 9))
                .build();
        Finding field = finding(UNKNOWN_FIELD, "spec.replica does not exist; did you mean replicas?", STORE)
                .path(FieldPath.of("spec", "replica"))
                .template(new Place("charts/auditflow-platform/templates/store.yaml", 9, 3), Origin.Precision.DERIVED)
                .value("store.replicaCount", new Place("--set", 0, 0))
                .value("store.fallback", new Place("charts/auditflow-platform/values.yaml", 7, 0))
                .rendered(new Place("charts/auditflow-platform/templates/store.yaml", 8, 3))
                .build();
        Finding image = finding(DIGEST, "Image postgres:17 is named by tag", STORE)
                .path(FieldPath.of("metadata", "annotations", "example.org/image"))
                .rendered(new Place("store.yaml", 4, 1))
                .build();
        return run(Outcome.FAIL, verdict("dev", "1.34", Outcome.FAIL, List.of(memory, field, probe, image), List.of()));
    }

    /** Only a warning, and yet a fail: {@code --fail-on warn}. */
    private static Run warned() {
        Finding probe = finding(PROBE, "Container generator has no readiness probe", GENERATOR)
                .path(CONTAINER)
                .template(new Place(TEMPLATE, 30, 9), Origin.Precision.EXACT)
                .rendered(new Place(TEMPLATE, 38, 9))
                .build();
        return run(Outcome.FAIL, verdict("dev", "1.34", Outcome.FAIL, List.of(probe), List.of()));
    }

    private static Run error() {
        Finding finding = Finding.about(
                RunRules.NOT_RENDERED,
                new Location(
                        Place.none(),
                        new Origin(
                                new Place("charts/broken/templates/cm.yaml", 3, 12),
                                Origin.Precision.EXACT,
                                List.of())),
                "function \"toYml\" not defined");
        Verdict verdict = new Verdict(
                "broken",
                "",
                "",
                "1.34",
                Outcome.ERROR,
                new Digests("", "", ""),
                List.of(finding),
                List.of(),
                new Account(List.of(new Account.Line(
                        "charts", 1, 0, List.of(new Account.Skip("charts/broken", 1, "could not be rendered"))))));
        return run(Outcome.ERROR, verdict, passed("dev", "1.34"));
    }

    private static Run merged() {
        Verdict dev = verdict(
                "dev",
                "1.34",
                Outcome.FAIL,
                List.of(memoryOf("dev", 12), probe(), goldenOf("dev", "2", "3")),
                List.of());
        Verdict staging =
                verdict("staging", "1.34", Outcome.FAIL, List.of(memoryOf("staging", 12), probe()), List.of());
        Verdict prod34 = verdict("prod", "1.34", Outcome.FAIL, List.of(memoryOf("prod", 20)), List.of());
        Verdict prod35 = verdict(
                "prod", "1.35", Outcome.FAIL, List.of(memoryOf("prod", 20), goldenOf("prod", "4", "5")), List.of());
        Verdict lab = verdict("lab", "1.34", Outcome.FAIL, List.of(memoryOf("lab", 3)), List.of());
        return run(Outcome.FAIL, dev, staging, prod34, prod35, lab, passed("spare", "1.34"));
    }

    private static Finding memoryOf(String environment, int line) {
        return finding(MEMORY, "Container generator has no memory limit", GENERATOR)
                .path(CONTAINER.key("resources").key("limits"))
                .template(new Place(TEMPLATE, 31, 11), Origin.Precision.EXACT)
                .value(
                        "resources",
                        new Place("charts/auditflow-platform/environments/" + environment + ".yaml", line, 0))
                .rendered(new Place(TEMPLATE, 44, 13))
                .build();
    }

    private static Finding probe() {
        return finding(PROBE, "Container generator has no readiness probe", GENERATOR)
                .path(CONTAINER)
                .template(new Place(TEMPLATE, 30, 9), Origin.Precision.DERIVED)
                .rendered(new Place(TEMPLATE, 38, 9))
                .build();
    }

    private static Finding goldenOf(String environment, String before, String after) {
        String file = "goldenfiles/auditflow/" + environment + "/deployment.audit-event-generator.yaml";
        return finding(
                        GOLDEN,
                        file + " differs\n@@ -5,2 +5,2 @@\n spec:\n-  replicas: " + before + "\n+  replicas: " + after,
                        GENERATOR)
                .path(FieldPath.of("spec", "replicas"))
                .template(new Place(TEMPLATE, 9, 3), Origin.Precision.EXACT)
                .value(
                        "replicaCount",
                        new Place("charts/auditflow-platform/environments/" + environment + ".yaml", 4, 0))
                .rendered(new Place(TEMPLATE, 8, 3))
                .build();
    }

    private static Run waived() {
        Verdict.Waived waiver = new Verdict.Waived(
                memoryOf("dev", 12), "waiver", "The generator is measured until 1 March (owner: platform team)");
        Verdict.Waived baseline = new Verdict.Waived(probe(), "baseline", "there since the baseline was written");
        return run(Outcome.PASS, verdict("dev", "1.34", Outcome.PASS, List.of(), List.of(waiver, baseline)));
    }

    private static Run hostile() {
        String script = "</script><script>alert(1)</script>";
        Rule rule = new Rule(
                "team.<b>bold</b>",
                "policy",
                Severity.DENY,
                "Title " + script + " {{findings}}",
                "*Description* with `code`, | pipes |, ]]> and &amp; {{account}}",
                "Run `rm -rf` <now> & then @everyone",
                "javascript:alert(1)");
        ResourceId resource = new ResourceId("v1\"><img src=x onerror=alert(1)>", "Config'Map", "a,b:c", "x`y``z|w");
        Finding finding = finding(
                        rule,
                        "line one " + script
                                + "\n::error::second\n\u001b[2J\u001b[31mthird ```\n+]]>\u0000\u202Eevil\r\n##[error]last\ud800",
                        resource)
                .path(FieldPath.of("data", "a.b\"]\\", 0, "<i>"))
                .template(new Place("charts/a b/t,e:m%p#l?ä.yaml", 3, 1), Origin.Precision.EXACT)
                .value("k\"<e>y", new Place("values:1,\u202e.yaml", 2, 0))
                .rendered(new Place("-", 7, 1))
                .build();
        Verdict verdict = new Verdict(
                "rel<ease>\n::error::x # \\",
                "env|{{digests}}",
                "sc\"en",
                "1.34",
                Outcome.FAIL,
                new Digests("", "", ""),
                List.of(finding),
                List.of(new Verdict.Waived(finding, "waiver", "because {{findings}} " + script + "\n\n# heading")),
                new Account(List.of(new Account.Line(
                        "docu<ments>", 2, 1, List.of(new Account.Skip("a|b", 1, "line\nbreak " + script))))));
        return new Run("0.1.0", Outcome.FAIL, List.of(verdict), Map.of(rule.id(), rule), new Account(List.of()));
    }

    private static Verdict passed(String environment, String version) {
        return verdict(environment, version, Outcome.PASS, List.of(), List.of());
    }

    private static Verdict verdict(
            String environment, String version, Outcome outcome, List<Finding> findings, List<Verdict.Waived> waived) {
        String digest = "sha256:"
                + (environment + version)
                        .repeat(64)
                        .chars()
                        .limit(64)
                        .mapToObj(c -> "0123456789abcdef".charAt(c % 16) + "")
                        .collect(Collectors.joining());
        return new Verdict(
                "auditflow",
                environment,
                "",
                version,
                outcome,
                new Digests(digest, digest, ""),
                findings.stream().sorted().toList(),
                waived,
                new Account(List.of(
                        new Account.Line("charts", 1, 1, List.of()),
                        new Account.Line("documents", 18, 18, List.of()),
                        new Account.Line(
                                "schemas",
                                9,
                                8,
                                List.of(new Account.Skip(
                                        "ServiceMonitor", 1, "allowed without a schema by auditflow.yaml"))),
                        new Account.Line(
                                "golden files",
                                0,
                                0,
                                List.of(new Account.Skip("golden files", 0, "none configured"))))));
    }

    private static Run run(Outcome outcome, Verdict... verdicts) {
        Map<String, Rule> rules = Stream.concat(
                        RunRules.all().stream(), Stream.of(MEMORY, PROBE, UNKNOWN_FIELD, GOLDEN, DIGEST))
                .collect(Collectors.toMap(Rule::id, rule -> rule));
        int count = verdicts.length;
        return new Run(
                "0.1.0",
                outcome,
                List.of(verdicts),
                rules,
                new Account(List.of(new Account.Line("targets", count, count, List.of()))));
    }

    private static Builder finding(Rule rule, String message, ResourceId resource) {
        return new Builder(rule, message, resource);
    }

    private static final class Builder {
        private final Rule rule;
        private final String message;
        private final ResourceId resource;
        private final List<Origin.ValueOrigin> values = new java.util.ArrayList<>();
        private FieldPath path = FieldPath.root();
        private Place template = Place.none();
        private Place rendered = Place.none();
        private Origin.Precision precision = Origin.Precision.UNKNOWN;

        Builder(Rule rule, String message, ResourceId resource) {
            this.rule = rule;
            this.message = message;
            this.resource = resource;
        }

        Builder path(FieldPath at) {
            path = at;
            return this;
        }

        Builder template(Place place, Origin.Precision how) {
            template = place;
            precision = how;
            return this;
        }

        Builder value(String key, Place place) {
            values.add(new Origin.ValueOrigin(key, place));
            return this;
        }

        Builder rendered(Place place) {
            rendered = place;
            return this;
        }

        Finding build() {
            Location location = new Location(rendered, new Origin(template, precision, values));
            return new Finding(
                    rule.id(), rule.check(), rule.severity(), message, resource, path, location, rule.remedy());
        }
    }
}
