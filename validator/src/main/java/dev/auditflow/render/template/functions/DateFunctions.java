package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.go.GoDurations;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.FnContext;
import dev.auditflow.render.template.GoDuration;
import dev.auditflow.render.template.GoNumbers;
import dev.auditflow.render.template.GoTime;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.Sized;
import dev.auditflow.render.template.TemplateException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sprig's dates. The local zone is UTC, as in a container. What is no date stands for now. */
final class DateFunctions {
    private static final String DAY = "2006-01-02";
    private static final long SECOND = 1_000_000_000L;
    private static final List<Unit> UNITS = List.of(
            new Unit("y", 365 * 24 * 3600),
            new Unit("mo", 30 * 24 * 3600),
            new Unit("d", 24 * 3600),
            new Unit("h", 3600),
            new Unit("m", 60),
            new Unit("s", 1));

    private record Unit(String name, long seconds) {}

    private DateFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("now", "func() time.Time", (c, a) -> GoTime.of(c.now("now"), ZoneOffset.UTC)),
                new Fn("date", "func(string, interface {}) string", (c, a) -> {
                    return time(c, "date", a.get(1)).in(ZoneOffset.UTC).format(text(a, 0));
                }),
                dateInZone("dateInZone"),
                dateInZone("date_in_zone"),
                new Fn("htmlDate", "func(interface {}) string", (c, a) -> {
                    return time(c, "htmlDate", a.get(0)).in(ZoneOffset.UTC).format(DAY);
                }),
                new Fn("htmlDateInZone", "func(interface {}, string) string", (c, a) -> {
                    return time(c, "htmlDateInZone", a.get(0))
                            .in(zone(text(a, 1)))
                            .format(DAY);
                }),
                dateModify("dateModify"),
                dateModify("date_modify"),
                mustDateModify("mustDateModify"),
                mustDateModify("must_date_modify"),
                new Fn("ago", "func(interface {}) string", (c, a) -> ago(c, a.get(0))),
                new Fn("toDate", "func(string, string) time.Time", (c, a) -> {
                    try {
                        return GoTime.parse(text(a, 0), text(a, 1));
                    } catch (TemplateException e) {
                        return GoTime.ZERO;
                    }
                }),
                new Fn("mustToDate", "func(string, string) (time.Time, error)", (c, a) -> {
                    return GoTime.parse(text(a, 0), text(a, 1));
                }),
                new Fn("unixEpoch", "func(time.Time) string", (c, a) -> {
                    return Long.toString(given(a, 0).value().toEpochSecond());
                }),
                new Fn("duration", "func(interface {}) string", (c, a) -> new GoDuration(seconds(a.get(0))).toString()),
                new Fn("durationRound", "func(interface {}) string", (c, a) -> rounded(nanos(c, a.get(0)))));
    }

    private static Fn dateInZone(String name) {
        return new Fn(name, "func(string, interface {}, string) string", (c, a) -> {
            return time(c, name, a.get(1)).in(zone(text(a, 2))).format(text(a, 0));
        });
    }

    private static Fn dateModify(String name) {
        return new Fn(name, "func(string, time.Time) time.Time", (c, a) -> {
            Long nanos = GoDurations.parse(text(a, 0));
            return nanos == null ? a.get(1) : given(a, 1).plusNanos(nanos);
        });
    }

    private static Fn mustDateModify(String name) {
        return new Fn(name, "func(string, time.Time) (time.Time, error)", (c, a) -> {
            try {
                return given(a, 1).plusNanos(GoDurations.must(text(a, 0)));
            } catch (DateTimeException e) {
                throw new TemplateException(String.valueOf(e.getMessage()));
            }
        });
    }

    private static GoTime given(List<@Nullable Object> args, int index) {
        return args.get(index) instanceof GoTime time ? time : GoTime.ZERO;
    }

    /** A time, or seconds since 1970; anything else is now. */
    private static GoTime time(FnContext context, String function, @Nullable Object value) {
        return switch (value) {
            case GoTime time -> time;
            case Long seconds -> ofSeconds(seconds);
            case Int seconds -> ofSeconds(seconds.value());
            case Sized seconds when seconds.kind().equals("int32") -> ofSeconds(seconds.value());
            case null, default -> GoTime.of(context.now(function), ZoneOffset.UTC);
        };
    }

    private static GoTime ofSeconds(long seconds) {
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
            throw new TemplateException("time of " + seconds + " seconds is beyond what this program can hold");
        }
        return GoTime.of(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    }

    /** A zone of the time zone database; UTC for what is none. */
    private static ZoneId zone(String name) {
        boolean utc = name.isEmpty() || name.equals("UTC") || name.equals("Local");
        return utc || !ZoneRulesProvider.getAvailableZoneIds().contains(name) ? ZoneOffset.UTC : ZoneId.of(name);
    }

    private static String ago(FnContext context, @Nullable Object value) {
        GoTime now = GoTime.of(context.now("ago"), ZoneOffset.UTC);
        GoTime then = value instanceof Sized ? now : time(context, "ago", value);
        long nanos = now.since(then).nanos();
        long rest = nanos % SECOND;
        long down = nanos - rest;
        long rounded = Math.abs(rest) * 2 < SECOND ? down : down + (rest < 0 ? -SECOND : SECOND);
        boolean overflow = nanos > 0 ? rounded < 0 : nanos < 0 && rounded > 0;
        return new GoDuration(overflow ? nanos > 0 ? Long.MAX_VALUE : Long.MIN_VALUE : rounded).toString();
    }

    /** Whole seconds as nanoseconds; only texts and int64 count. */
    private static long seconds(@Nullable Object value) {
        return switch (value) {
            case Long number -> number * SECOND;
            case String text -> GoNumbers.parseDecimal(text) * SECOND;
            case null, default -> 0;
        };
    }

    private static long nanos(FnContext context, @Nullable Object value) {
        return switch (value) {
            case Long number -> number;
            case String text -> {
                Long parsed = GoDurations.parse(text);
                yield parsed == null ? 0 : parsed;
            }
            case GoTime time ->
                GoTime.of(context.now("durationRound"), ZoneOffset.UTC)
                        .since(time)
                        .nanos();
            case null, default -> 0;
        };
    }

    /** The largest unit of which there is more than one. */
    private static String rounded(long nanos) {
        long size = nanos < 0 ? -nanos : nanos;
        for (Unit unit : UNITS) {
            long whole = unit.seconds * SECOND;
            if (Long.compareUnsigned(size, whole) > 0) {
                return Long.toUnsignedString(Long.divideUnsigned(size, whole)) + unit.name;
            }
        }
        return "0s";
    }
}
