package dev.auditflow.render.template;

/** A Go {@code int}. An {@code int64} is a {@link Long}. */
public record Int(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
