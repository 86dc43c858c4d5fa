package dev.auditflow.config;

import java.time.LocalDate;
import java.util.List;

/**
 * A finding that somebody decided to live with, for a time.
 *
 * @param rule id of the rule
 * @param resource {@code Kind/name} or {@code Kind/namespace/name}; {@code *} matches any run of characters
 * @param path the field's path as findings print it; empty for any
 * @param environments where it holds; empty for all
 * @param expires the last day on which it holds
 * @param line in auditflow.yaml, counted from 1
 */
public record Waiver(
        String rule,
        String resource,
        String path,
        List<String> environments,
        String reason,
        String owner,
        LocalDate expires,
        int line) {
    public Waiver {
        environments = List.copyOf(environments);
    }
}
