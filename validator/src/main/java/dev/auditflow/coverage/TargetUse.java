package dev.auditflow.coverage;

import org.jspecify.annotations.Nullable;

/**
 * What one target used.
 *
 * @param target its name
 * @param chart null if it is no chart, was not rendered, or nobody asked
 * @param rules policy rules by whether they saw an object of it
 */
public record TargetUse(String target, @Nullable ChartUse chart, RuleUse rules) {}
