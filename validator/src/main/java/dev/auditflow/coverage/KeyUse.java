package dev.auditflow.coverage;

/**
 * A key of a values file, and whether something read it.
 *
 * @param file as the user gave it; the flag for flags
 * @param line counted from 1, 0 for flags
 * @param key dotted path inside the file; {@code [].} leads into the items of a list
 * @param position the same key as the root chart sees it
 * @param leaf whether no key is below
 * @param read by a template, or by Helm itself
 */
public record KeyUse(String file, int line, String key, String position, boolean leaf, boolean read) {
    KeyUse or(KeyUse other) {
        return read || !other.read ? this : other;
    }
}
