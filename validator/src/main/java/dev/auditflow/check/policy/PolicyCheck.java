package dev.auditflow.check.policy;

import dev.auditflow.check.Account;
import dev.auditflow.check.Check;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Rule;
import dev.auditflow.check.Subject;
import dev.auditflow.coverage.RuleUse;
import dev.auditflow.host.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Evaluates policies over a target's objects. Safe for many threads. */
public final class PolicyCheck implements Check {
    static final String NAME = "policy";

    private static final String OFF = "off";

    private final List<PolicySet> sets;
    private final Map<String, String> severities;

    /** Policies with the severities of a run.
     * @param severities rule id to {@code off}, {@code info}, {@code warn} or {@code deny} */
    public PolicyCheck(List<? extends PolicySet> sets, Map<String, String> severities) {
        this.sets = List.copyOf(sets);
        this.severities = Map.copyOf(severities);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Every rule that can report, by id. */
    public List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(PolicyRules.all());
        sets.forEach(set -> set.rules().forEach(rule -> rules.add(rule.rule())));
        return rules;
    }

    /** The kinds that rules name. Those that look at every kind name none. */
    public Set<String> kinds() {
        return sets.stream()
                .flatMap(set -> set.rules().stream())
                .filter(rule -> !isOff(rule.id()) && !rule.ofTarget())
                .flatMap(rule -> rule.kinds().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public CheckResult run(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        Set<String> applied = new HashSet<>();
        int excepted = 0;
        for (PolicySet set : sets) {
            PolicySet.Evaluation evaluation = set.evaluate(subject);
            evaluation.findings().stream()
                    .filter(finding -> !isOff(finding.rule()))
                    .map(this::configured)
                    .forEach(findings::add);
            applied.addAll(evaluation.applied());
            excepted += evaluation.excepted();
        }
        List<Account.Line> account = new ArrayList<>(List.of(account(applied)));
        if (excepted > 0) {
            String reason = "taken away by exception rules of your policies";
            account.add(new Account.Line(
                    "policy exceptions", excepted, 0, List.of(new Account.Skip("findings", excepted, reason))));
        }
        return new CheckResult(findings, account, use(applied));
    }

    /** Of all policies with their data and the severities that this run gives them. */
    @Override
    public String digest(Subject subject) {
        Digest digest = new Digest();
        sets.forEach(set -> digest.add(set.digest()));
        new TreeMap<>(severities).forEach((rule, severity) -> digest.add(rule).add(severity));
        return digest.text();
    }

    /** An evaluation without an answer cannot be turned off: nothing would say that the object was not checked. */
    private boolean isOff(String rule) {
        return OFF.equals(severities.get(rule)) && !isFixed(rule);
    }

    private static boolean isFixed(String rule) {
        return rule.equals(PolicyRules.NOT_EVALUATED.id()) || rule.equals(PolicyRules.NO_RULE.id());
    }

    private Finding configured(Finding finding) {
        String word = severities.get(finding.rule());
        return word == null || isFixed(finding.rule()) ? finding : finding.withSeverity(RuleIndex.severity(word));
    }

    private RuleUse use(Set<String> applied) {
        Set<String> seen = new HashSet<>();
        Set<String> idle = new HashSet<>();
        for (PolicySet set : sets) {
            for (PolicyRule rule : set.rules()) {
                if (!isOff(rule.id())) {
                    (applied.contains(rule.id()) ? seen : idle).add(rule.id());
                }
            }
        }
        return new RuleUse(seen, idle);
    }

    private Account.Line account(Set<String> applied) {
        int checked = 0;
        int off = 0;
        int idle = 0;
        for (PolicySet set : sets) {
            for (PolicyRule rule : set.rules()) {
                if (isOff(rule.id())) {
                    off++;
                } else if (applied.contains(rule.id())) {
                    checked++;
                } else {
                    idle++;
                }
            }
        }
        List<Account.Skip> skipped = new ArrayList<>();
        if (idle > 0) {
            skipped.add(new Account.Skip("rules", idle, "no object of a kind they look at"));
        }
        if (off > 0) {
            skipped.add(new Account.Skip("rules", off, "turned off by the configuration"));
        }
        return new Account.Line("policies", checked + off + idle, checked, skipped);
    }
}
