package dev.auditflow.render.template;

import java.time.Duration;

/**
 * What a rendering may use before it is stopped.
 *
 * @param steps nodes evaluated and elements worked on by functions
 * @param chars UTF-16 units of text made, in the output and by functions on the way
 * @param time from the start of the execution
 */
public record Limits(long steps, long chars, Duration time) {
    /** No single text is longer, in UTF-16 units. */
    static final int MAX_TEXT = 32 << 20;

    /** Far above what real charts use. */
    public static Limits defaults() {
        return new Limits(50_000_000, 256L << 20, Duration.ofSeconds(30));
    }
}
