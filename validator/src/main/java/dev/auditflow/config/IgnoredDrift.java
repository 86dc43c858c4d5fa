package dev.auditflow.config;

import java.util.List;

/**
 * Differences between what runs and what was verified that are left alone.
 *
 * @param kind of the objects; a trailing star stands for any rest
 * @param name of the objects, likewise
 * @param pointer JSON pointer (RFC 6901) to the field or a whole around it, whose steps may end in a star; empty for all
 * @param manager field manager who set it last, likewise
 * @param environments empty for all
 * @param reason for readers
 */
public record IgnoredDrift(
        String kind, String name, String pointer, String manager, List<String> environments, String reason) {
    public IgnoredDrift {
        environments = List.copyOf(environments);
    }
}
