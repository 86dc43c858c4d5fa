package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.check.policy.rego.Value;

/**
 * What a constraint has against an object.
 *
 * @param message in the template's words
 * @param details what the template says beside; null in Rego's sense if nothing
 * @param isEvaluated whether the template said so; if not, it gave no answer and the message is the reason
 */
public record Violation(Constraint constraint, String message, Value details, boolean isEvaluated) {}
