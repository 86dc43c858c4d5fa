package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/**
 * The values entry that a value was read from.
 *
 * @param key dotted path from the values of the root chart
 * @param file the values file whose value won, {@code --set} for flags
 * @param line counted from 1; 0 when not known
 * @param overridden the entry of the same key that would count without this one, null when there is none
 */
public record Source(
        String key, String file, int line, @Nullable Source overridden) implements Trace {
    @Override
    public boolean readsValues() {
        return true;
    }
}
