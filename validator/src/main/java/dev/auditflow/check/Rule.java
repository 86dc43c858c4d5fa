package dev.auditflow.check;

/**
 * Something that is checked, named by an id that never changes its meaning.
 *
 * @param id {@code AFnnn}, or {@code <namespace>.<rule>} for a user's own policies
 * @param check which check reports it: schema, policy, golden, render, run
 * @param severity of its findings unless configured otherwise
 * @param remedy what to do about a finding, in one sentence; may be empty
 * @param link where to read more; may be empty
 */
public record Rule(
        String id, String check, Severity severity, String title, String description, String remedy, String link) {}
