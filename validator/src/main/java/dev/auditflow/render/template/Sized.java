package dev.auditflow.render.template;

/**
 * An integer of one of Go's rarer kinds.
 *
 * @param kind {@code int8}, {@code int16}, {@code int32}, {@code uint}, {@code uint8}, {@code uint16}, {@code uint32} or
 *     {@code uint64}
 * @param value the bits; for {@code uint} and {@code uint64} to be read as unsigned
 */
public record Sized(String kind, long value) {
    /** Whether the kind is one of the unsigned ones. */
    public boolean unsigned() {
        return kind.charAt(0) == 'u';
    }

    @Override
    public String toString() {
        return unsigned() ? Long.toUnsignedString(value) : Long.toString(value);
    }
}
