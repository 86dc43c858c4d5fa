package dev.auditflow.render.template;

import dev.auditflow.go.GoTimeFormat;
import dev.auditflow.go.GoTimeParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A Go {@code time.Time}.
 *
 * @param fixedName name of a zone that is nothing but an offset, such as one that was read from a text; null when the
 *     zone has rules that name it
 */
public record GoTime(ZonedDateTime value, @Nullable String fixedName) implements Methods {
    /** Go's zero time. */
    public static final GoTime ZERO = new GoTime(ZonedDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC), null);

    /** Reads a time. @throws TemplateException in Go's words */
    public static GoTime parse(String layout, String text) {
        try {
            GoTimeParser.Zoned read = GoTimeParser.parse(layout, text);
            return new GoTime(read.time(), read.fixedName());
        } catch (DateTimeException e) {
            throw new TemplateException(String.valueOf(e.getMessage()));
        }
    }

    /** A time in a zone. */
    public static GoTime of(Instant instant, ZoneId zone) {
        return new GoTime(instant.atZone(zone), null);
    }

    /** The same instant in another zone. */
    public GoTime in(ZoneId zone) {
        return new GoTime(value.withZoneSameInstant(zone), null);
    }

    /** A later instant in the same zone; an earlier one for a negative number. */
    public GoTime plusNanos(long nanos) {
        ZonedDateTime moved = value.withZoneSameInstant(ZoneOffset.UTC).plusNanos(nanos);
        return new GoTime(moved.withZoneSameInstant(value.getZone()), fixedName);
    }

    /** From another instant to this one, clamped to what a Go duration holds. */
    public GoDuration since(GoTime other) {
        long seconds = value.toEpochSecond() - other.value.toEpochSecond();
        if (Math.abs(seconds) > 9_223_372_035L) {
            return new GoDuration(seconds > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
        }
        return new GoDuration(seconds * 1_000_000_000L + value.getNano() - other.value.getNano());
    }

    /** The zone as the layout element {@code MST} prints it; empty when only the offset is known. */
    String zoneName() {
        return GoTimeFormat.zoneName(value, fixedName);
    }

    /** {@code Time.Format}. */
    public String format(String layout) {
        return GoTimeFormat.format(value, fixedName, layout);
    }

    @Override
    public @Nullable Fn method(String name) {
        return GoTimeMethods.method(this, name);
    }

    /** {@code Time.String}. */
    @Override
    public String toString() {
        return format("2006-01-02 15:04:05.999999999 -0700 MST");
    }
}
