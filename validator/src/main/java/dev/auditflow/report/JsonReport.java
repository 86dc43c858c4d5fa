package dev.auditflow.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Shard;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.yaml.FieldPath;
import java.util.Locale;
import java.util.TreeMap;

/** For programs: everything a run knows. Its JSON Schema is published as {@code docs/schemas/report.schema.json}. */
public final class JsonReport implements Report {
    /** Grows when a reader of the old shape would misread the new one. */
    public static final int SCHEMA_VERSION = 1;

    @Override
    public String write(Run run) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", SCHEMA_VERSION)
                .put("version", run.version())
                .put("outcome", run.outcome().word());
        ArrayNode targets = root.putArray("targets");
        run.verdicts().forEach(verdict -> targets.add(target(verdict)));
        account(root.putArray("account"), run.account());
        if (!run.shard().isWhole()) {
            root.set("shard", shard(run.shard()));
        }
        if (run.coverage() != null) {
            root.set("coverage", new CoverageJson().of(run.coverage()));
        }
        ArrayNode rules = root.putArray("rules");
        new TreeMap<>(run.rules()).values().forEach(rule -> rules.add(rule(rule)));
        return JsonText.of(root);
    }

    private ObjectNode shard(Shard shard) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("index", shard.index())
                .put("count", shard.count())
                .put("targets", shard.targets());
        ArrayNode positions = node.putArray("positions");
        shard.positions().forEach(positions::add);
        return node;
    }

    private ObjectNode target(Verdict verdict) {
        ObjectNode target = JsonNodeFactory.instance
                .objectNode()
                .put("release", verdict.release())
                .put("environment", verdict.environment())
                .put("scenario", verdict.scenario())
                .put("kubernetesVersion", verdict.kubernetesVersion())
                .put("outcome", verdict.outcome().word());
        target.putObject("digests")
                .put("rendering", verdict.digests().rendering())
                .put("policies", verdict.digests().policies())
                .put("schemas", verdict.digests().schemas());
        ArrayNode findings = target.putArray("findings");
        verdict.findings().forEach(finding -> findings.add(finding(finding)));
        ArrayNode waived = target.putArray("waived");
        verdict.waived()
                .forEach(one -> waived.add(
                        finding(one.finding()).put("waivedBy", one.by()).put("waiveReason", one.reason())));
        account(target.putArray("account"), verdict.account());
        return target;
    }

    private ObjectNode finding(Finding finding) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("rule", finding.rule())
                .put("check", finding.check())
                .put("severity", finding.severity().word())
                .put("message", finding.message());
        node.putObject("resource")
                .put("apiVersion", finding.resource().apiVersion())
                .put("kind", finding.resource().kind())
                .put("namespace", finding.resource().namespace())
                .put("name", finding.resource().name());
        node.put("path", finding.path().toString());
        ArrayNode steps = node.putArray("steps");
        for (FieldPath.Step step : finding.path().steps()) {
            switch (step) {
                case FieldPath.Step.Key key -> steps.add(key.name());
                case FieldPath.Step.Index index -> steps.add(index.value());
            }
        }
        place(node.putObject("rendered"), finding.location().rendered());
        Origin origin = finding.location().origin();
        ObjectNode template = node.putObject("template");
        place(template, origin.template());
        template.put("precision", word(origin.precision()));
        ArrayNode values = node.putArray("values");
        for (Origin.ValueOrigin value : origin.values()) {
            place(values.addObject().put("key", value.key()), value.place());
        }
        return node.put("remedy", finding.remedy());
    }

    static String word(Origin.Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    /** Unknown lines and columns are left out: a reader must not see a made-up one. */
    private static void place(ObjectNode node, Place place) {
        node.put("file", place.file());
        if (place.line() > 0) {
            node.put("line", place.line());
        }
        if (place.column() > 0) {
            node.put("column", place.column());
        }
    }

    private static void account(ArrayNode lines, Account account) {
        for (Account.Line line : account.lines()) {
            ObjectNode node = lines.addObject()
                    .put("subject", line.subject())
                    .put("found", line.found())
                    .put("checked", line.checked());
            ArrayNode skipped = node.putArray("skipped");
            for (Account.Skip skip : line.skipped()) {
                skipped.addObject()
                        .put("what", skip.what())
                        .put("count", skip.count())
                        .put("reason", skip.reason());
            }
        }
    }

    private ObjectNode rule(Rule rule) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", rule.id())
                .put("check", rule.check())
                .put("severity", rule.severity().word())
                .put("title", rule.title())
                .put("description", rule.description())
                .put("remedy", rule.remedy())
                .put("link", rule.link());
    }
}
