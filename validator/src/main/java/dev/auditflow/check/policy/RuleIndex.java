package dev.auditflow.check.policy;

import dev.auditflow.check.Rule;
import dev.auditflow.check.Severity;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rules of the built-in packs, from the index that is built from their METADATA. */
final class RuleIndex {
    private final List<PolicyRule> rules;

    private RuleIndex(List<PolicyRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Reads {@code rules.json}. @throws IllegalArgumentException if it is not such an index */
    static RuleIndex read(String json) {
        List<PolicyRule> rules = new ArrayList<>();
        for (Value entry : items(ValueReader.json(json))) {
            if (!(entry instanceof Value.Obj object)) {
                throw new IllegalArgumentException("an entry of the rule index is no object");
            }
            rules.add(rule(object));
        }
        return new RuleIndex(rules);
    }

    List<PolicyRule> rules() {
        return rules;
    }

    private static PolicyRule rule(Value.Obj entry) {
        Rule rule = new Rule(
                text(entry, "id"),
                PolicyCheck.NAME,
                severity(entry.string("severity").orElse("deny")),
                entry.string("title").orElse(""),
                entry.string("description").orElse(""),
                entry.string("remedy").orElse(""),
                entry.string("link").orElse(""));
        Set<String> kinds = new HashSet<>();
        entry.get("kinds").ifPresent(list -> items(list).forEach(kind -> kinds.add(((Value.Str) kind).value())));
        if (kinds.contains("*")) {
            kinds.clear();
        }
        boolean ofTarget = entry.string("scope").orElse("resource").equals("target");
        return new PolicyRule(
                rule,
                text(entry, "pack"),
                text(entry, "rule"),
                kinds,
                ofTarget,
                items(entry.get("params").orElse(Value.array(List.of()))).stream()
                        .map(Value.Obj.class::cast)
                        .toList(),
                "");
    }

    static Severity severity(String word) {
        return Severity.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static String text(Value.Obj entry, String key) {
        return entry.string(key)
                .orElseThrow(() -> new IllegalArgumentException("an entry of the rule index has no " + key));
    }

    private static List<Value> items(Value value) {
        if (value instanceof Value.Arr(List<Value> items)) {
            return items;
        }
        throw new IllegalArgumentException("the rule index is no list");
    }
}
