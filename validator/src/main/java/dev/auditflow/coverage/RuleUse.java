package dev.auditflow.coverage;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which policy rules saw an object. Rules that are turned off are in neither set.
 *
 * @param applied ids of rules that saw at least one
 * @param idle ids of rules that saw none
 */
public record RuleUse(Set<String> applied, Set<String> idle) {
    /** No rules at all. */
    public static final RuleUse NONE = new RuleUse(Set.of(), Set.of());

    public RuleUse {
        applied = Set.copyOf(applied);
        idle = Set.copyOf(idle);
    }

    /** Over the objects of both. */
    public RuleUse plus(RuleUse other) {
        Set<String> either = new TreeSet<>(applied);
        either.addAll(other.applied);
        Set<String> neither = new TreeSet<>(idle);
        neither.addAll(other.idle);
        neither.removeAll(either);
        return new RuleUse(either, neither);
    }
}
