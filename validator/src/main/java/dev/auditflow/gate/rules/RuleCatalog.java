package dev.auditflow.gate.rules;

import dev.auditflow.check.Rule;
import dev.auditflow.check.RunRules;
import dev.auditflow.check.Severity;
import dev.auditflow.check.golden.GoldenCheck;
import dev.auditflow.check.policy.PolicyRule;
import dev.auditflow.check.policy.PolicyRules;
import dev.auditflow.check.schema.SchemaCheck;
import dev.auditflow.config.PolicySettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All rules, by id: those of the gate itself, the built-in policies, and the user's own. */
public final class RuleCatalog {
    private static final String OFF = "off";

    private RuleCatalog() {}

    /** Every rule with what the configuration makes of it. */
    public static List<RuleEntry> of(PolicySettings settings, List<PolicyRule> policies) {
        List<RuleEntry> entries = new ArrayList<>();
        for (Rule rule : ofTheGate()) {
            entries.add(new RuleEntry(rule, rule.check(), Optional.empty(), true, rule.severity()));
        }
        policies.forEach(policy -> entries.add(entry(settings, policy)));
        return entries.stream().sorted(Comparator.comparing(RuleEntry::id)).toList();
    }

    /** Rules that are no policies: of schemas, golden files, rendering and the run. */
    public static List<Rule> ofTheGate() {
        List<Rule> rules = new ArrayList<>(RunRules.all());
        rules.addAll(PolicyRules.all());
        rules.addAll(SchemaCheck.rules());
        rules.addAll(GoldenCheck.rules());
        return rules;
    }

    private static RuleEntry entry(PolicySettings settings, PolicyRule policy) {
        String word = settings.rules().getOrDefault(policy.id(), "");
        boolean on = !word.equals(OFF) && (policy.isOwn() || settings.builtin());
        Severity severity = word.isEmpty() || word.equals(OFF)
                ? policy.rule().severity()
                : Severity.valueOf(word.toUpperCase(Locale.ROOT));
        return new RuleEntry(policy.rule(), policy.packFolder(), Optional.of(policy), on, severity);
    }
}
