package dev.auditflow.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.auditflow.check.Account;
import dev.auditflow.check.Digests;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Outcome;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Run;
import dev.auditflow.check.Severity;
import dev.auditflow.check.Shard;
import dev.auditflow.check.Verdict;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Origin;
import dev.auditflow.manifest.Place;
import dev.auditflow.manifest.ResourceId;
import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads what {@link JsonReport} wrote: shards are merged and cached verdicts are kept in this form. A report that lacks
 * something or contradicts itself is refused, for a reader that fills gaps would turn a cut file green.
 */
public final class JsonReader {
    private JsonReader() {}

    /** The text is no report of this version. The message says why. */
    public static final class NotAReport extends Exception {
        private static final long serialVersionUID = 1L;

        NotAReport(String message) {
            super(message);
        }
    }

    /** Something in the text is not as the schema says. */
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** Reads a report. @throws NotAReport with a sentence for the user */
    public static Run read(String text) throws NotAReport {
        try {
            JsonNode root = JsonTree.readStrictly(text);
            if (root.path("schemaVersion").asInt() != JsonReport.SCHEMA_VERSION) {
                throw new NotAReport("It is no JSON report of schema version " + JsonReport.SCHEMA_VERSION);
            }
            return run(root);
        } catch (JsonProcessingException e) {
            throw new NotAReport("It is not valid JSON (line " + e.getLocation().getLineNr() + ")");
        } catch (Malformed e) {
            throw new NotAReport("It does not have the shape of a report: " + e.getMessage());
        }
    }

    private static Run run(JsonNode root) {
        List<Verdict> verdicts = list(root, "targets", JsonReader::verdict);
        Map<String, Rule> rules = new HashMap<>();
        for (Rule rule : list(root, "rules", JsonReader::rule)) {
            rules.put(rule.id(), rule);
        }
        Outcome outcome = word(root, "outcome", Outcome.class);
        if (verdicts.stream().anyMatch(verdict -> verdict.outcome().compareTo(outcome) > 0)) {
            throw new Malformed("its outcome is %s, but a target's is worse".formatted(outcome.word()));
        }
        return new Run(text(root, "version"), outcome, verdicts, rules, account(root), shard(root), null);
    }

    private static Shard shard(JsonNode root) {
        if (!root.has("shard")) {
            return Shard.whole();
        }
        JsonNode node = field(root, "shard");
        List<Integer> positions = list(node, "positions", position -> {
            if (!position.isInt() || position.asInt() < 0) {
                throw new Malformed("a position is no count");
            }
            return position.asInt();
        });
        Shard shard = new Shard(number(node, "index"), number(node, "count"), text(node, "targets"), positions);
        if (shard.isWhole() || shard.index() < 1 || shard.index() > shard.count()) {
            throw new Malformed("there is no shard %d of %d".formatted(shard.index(), shard.count()));
        }
        return shard;
    }

    private static Verdict verdict(JsonNode target) {
        JsonNode digests = field(target, "digests");
        Verdict verdict = new Verdict(
                text(target, "release"),
                text(target, "environment"),
                text(target, "scenario"),
                text(target, "kubernetesVersion"),
                word(target, "outcome", Outcome.class),
                new Digests(text(digests, "rendering"), text(digests, "policies"), text(digests, "schemas")),
                list(target, "findings", JsonReader::finding),
                list(
                        target,
                        "waived",
                        one -> new Verdict.Waived(finding(one), text(one, "waivedBy"), text(one, "waiveReason"))),
                account(target));
        boolean denied = verdict.findings().stream().anyMatch(finding -> finding.severity() == Severity.DENY);
        if (denied && verdict.outcome() == Outcome.PASS) {
            throw new Malformed("target %s passes with a denied finding".formatted(verdict.target()));
        }
        return verdict;
    }

    private static Finding finding(JsonNode node) {
        JsonNode resource = field(node, "resource");
        JsonNode template = field(node, "template");
        List<Origin.ValueOrigin> values =
                list(node, "values", value -> new Origin.ValueOrigin(text(value, "key"), place(value)));
        List<FieldPath.Step> steps = list(
                node,
                "steps",
                step -> step.isInt() ? new FieldPath.Step.Index(step.asInt()) : new FieldPath.Step.Key(step.asText()));
        Origin origin = new Origin(place(template), word(template, "precision", Origin.Precision.class), values);
        return new Finding(
                text(node, "rule"),
                text(node, "check"),
                word(node, "severity", Severity.class),
                text(node, "message"),
                new ResourceId(
                        text(resource, "apiVersion"),
                        text(resource, "kind"),
                        text(resource, "namespace"),
                        text(resource, "name")),
                new FieldPath(steps),
                new Location(place(field(node, "rendered")), origin),
                text(node, "remedy"));
    }

    /** A line or column that is left out is not known. */
    private static Place place(JsonNode node) {
        return new Place(
                text(node, "file"),
                node.has("line") ? number(node, "line") : 0,
                node.has("column") ? number(node, "column") : 0);
    }

    private static Account account(JsonNode node) {
        return new Account(list(
                node,
                "account",
                line -> new Account.Line(
                        text(line, "subject"),
                        number(line, "found"),
                        number(line, "checked"),
                        list(
                                line,
                                "skipped",
                                skip -> new Account.Skip(
                                        text(skip, "what"), number(skip, "count"), text(skip, "reason"))))));
    }

    private static Rule rule(JsonNode node) {
        return new Rule(
                text(node, "id"),
                text(node, "check"),
                word(node, "severity", Severity.class),
                text(node, "title"),
                text(node, "description"),
                text(node, "remedy"),
                text(node, "link"));
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null || field.isNull()) {
            throw new Malformed("\"%s\" is missing".formatted(name));
        }
        return field;
    }

    private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> item) {
        JsonNode array = field(node, name);
        if (!array.isArray()) {
            throw new Malformed("\"%s\" is no list".formatted(name));
        }
        List<T> items = new ArrayList<>(array.size());
        array.forEach(element -> items.add(item.apply(element)));
        return items;
    }

    private static String text(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (!field.isTextual()) {
            throw new Malformed("\"%s\" is no text".formatted(name));
        }
        return field.asText();
    }

    private static int number(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (!field.isInt() || field.asInt() < 0) {
            throw new Malformed("\"%s\" is no count".formatted(name));
        }
        return field.asInt();
    }

    private static <E extends Enum<E>> E word(JsonNode node, String name, Class<E> type) {
        String word = text(node, name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw new Malformed("\"%s\" is \"%s\", which this version does not know".formatted(name, word));
    }
}
