package dev.auditflow.render.template;

/**
 * A value of a Go type that counts named things, such as {@code time.Month}.
 *
 * @param type as {@code %T} prints it
 * @param value the number, counted as Go does
 * @param text what its {@code String()} gives
 */
public record GoEnum(String type, long value, String text) {
    @Override
    public String toString() {
        return text;
    }
}
