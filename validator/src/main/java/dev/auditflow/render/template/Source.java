package dev.auditflow.render.template;

/**
 * The values entry that a value was read from.
 *
 * @param key dotted path from the values of the root chart
 * @param file the values file whose value won, {@code --set} for flags
 * @param line counted from 1; 0 when not known
 */
public record Source(String key, String file, int line) implements Trace {
    @Override
    public boolean readsValues() {
        return true;
    }
}
