package dev.auditflow.check.waiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.check.Account;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Verdict;
import dev.auditflow.config.ConfigException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Findings that were there when the gate was introduced. Keyed by rule, resource and path, never by line, so that
 * moving code does not bring them back. One instance serves a run. Safe for many threads.
 */
public final class Baseline {
    private static final int SCHEMA_VERSION = 1;
    private static final String REASON = "in the baseline";

    private final Set<Key> keys;
    private final Set<Key> used = ConcurrentHashMap.newKeySet();

    private Baseline(Set<Key> keys) {
        this.keys = Set.copyOf(keys);
    }

    private record Key(String rule, String resource, String path) implements Comparable<Key> {
        static Key of(Finding finding) {
            return new Key(
                    finding.rule(),
                    finding.resource().toString(),
                    finding.path().toString());
        }

        @Override
        public int compareTo(Key other) {
            int order = rule.compareTo(other.rule);
            order = order == 0 ? resource.compareTo(other.resource) : order;
            return order == 0 ? path.compareTo(other.path) : order;
        }
    }

    /** A baseline that holds nothing. */
    public static Baseline none() {
        return new Baseline(Set.of());
    }

    /** Reads a baseline. @throws ConfigException when the text is none */
    public static Baseline parse(String file, String text) throws ConfigException {
        try {
            JsonNode root = new ObjectMapper().readTree(text);
            if (root.path("schemaVersion").asInt() != SCHEMA_VERSION
                    || !root.path("findings").isArray()) {
                throw new ConfigException(file + " is no baseline; write one with --write-baseline " + file);
            }
            Set<Key> keys = new HashSet<>();
            for (JsonNode entry : root.path("findings")) {
                Key key = new Key(
                        entry.path("rule").asText(),
                        entry.path("resource").asText(),
                        entry.path("path").asText());
                if (key.rule().isEmpty() || key.resource().isEmpty()) {
                    throw new ConfigException(
                            "%s: an entry has no \"rule\" or no \"resource\"; write the file again with --write-baseline"
                                    .formatted(file));
                }
                keys.add(key);
            }
            return new Baseline(keys);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    "%s:%d: not valid JSON: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
        }
    }

    /** The text of a baseline over what counts in these verdicts; the same findings give the same bytes. */
    public static String write(List<Verdict> verdicts) {
        Set<Key> keys = new TreeSet<>();
        for (Verdict verdict : verdicts) {
            verdict.findings().stream().filter(Baseline::canHold).map(Key::of).forEach(keys::add);
            verdict.waived().stream()
                    .filter(waived -> waived.by().equals("baseline"))
                    .map(waived -> Key.of(waived.finding()))
                    .forEach(keys::add);
        }
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode().put("schemaVersion", SCHEMA_VERSION);
        ArrayNode findings = root.putArray("findings");
        for (Key key : keys) {
            findings.addObject()
                    .put("rule", key.rule())
                    .put("resource", key.resource())
                    .put("path", key.path());
        }
        return root.toPrettyString() + "\n";
    }

    /** Sorts findings into new ones and those of the baseline. */
    public Waivers.Applied apply(Waivers.Applied before) {
        List<Finding> kept = new ArrayList<>();
        List<Verdict.Waived> waived = new ArrayList<>(before.waived());
        for (Finding finding : before.kept()) {
            if (canHold(finding) && keys.contains(Key.of(finding))) {
                used.add(Key.of(finding));
                waived.add(new Verdict.Waived(finding, "baseline", REASON));
            } else {
                kept.add(finding);
            }
        }
        return new Waivers.Applied(kept, waived);
    }

    /** Remembers what a verdict of an earlier run made use of; it was made with the same baseline. */
    public void recall(Verdict verdict) {
        verdict.waived().stream()
                .filter(waived -> waived.by().equals("baseline"))
                .map(waived -> Key.of(waived.finding()))
                .filter(keys::contains)
                .forEach(used::add);
    }

    /** How much of this baseline was there to cover; empty when it holds nothing. Call it after all targets ran. */
    public Optional<Account.Line> account() {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        int idle = keys.size() - used.size();
        List<Account.Skip> skipped = idle == 0
                ? List.of()
                : List.of(new Account.Skip("baseline", idle, "no finding has it any more; write the baseline again"));
        return Optional.of(new Account.Line("baseline", keys.size(), used.size(), skipped));
    }

    /**
     * Whether a baseline can hold a finding. It cannot hide that something was not checked, and what is about no object
     * would cover every later finding of its rule.
     */
    public static boolean canHold(Finding finding) {
        return Waivers.isWaivable(finding)
                && !finding.check().equals("golden")
                && !finding.resource().isNone();
    }
}
