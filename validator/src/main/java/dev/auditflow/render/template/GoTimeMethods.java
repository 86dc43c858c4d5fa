package dev.auditflow.render.template;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The methods of {@code time.Time} that templates can call. */
final class GoTimeMethods {
    private GoTimeMethods() {}

    /** What a method without arguments gives. */
    private interface Getter {
        Object of(ZonedDateTime value);
    }

    static @Nullable Fn method(GoTime time, String name) {
        return switch (name) {
            case "Format" -> fn(name, "func(string) string", a -> time.format(String.valueOf(a.getFirst())));
            case "String" -> fn(name, "func() string", a -> time.toString());
            case "Year" -> whole(name, time, ZonedDateTime::getYear);
            case "Day" -> whole(name, time, ZonedDateTime::getDayOfMonth);
            case "Hour" -> whole(name, time, ZonedDateTime::getHour);
            case "Minute" -> whole(name, time, ZonedDateTime::getMinute);
            case "Second" -> whole(name, time, ZonedDateTime::getSecond);
            case "Nanosecond" -> whole(name, time, ZonedDateTime::getNano);
            case "YearDay" -> whole(name, time, ZonedDateTime::getDayOfYear);
            case "Month" -> fn(name, "func() time.Month", a -> month(time.value()));
            case "Weekday" -> fn(name, "func() time.Weekday", a -> weekday(time.value()));
            case "Unix" -> getter(name, "int64", time, ZonedDateTime::toEpochSecond);
            case "UnixMilli" -> getter(name, "int64", time, v -> v.toEpochSecond() * 1000 + v.getNano() / 1_000_000);
            case "UnixMicro" -> getter(name, "int64", time, v -> v.toEpochSecond() * 1_000_000 + v.getNano() / 1000);
            case "UnixNano" -> getter(name, "int64", time, v -> v.toEpochSecond() * 1_000_000_000 + v.getNano());
            case "UTC", "Local" -> fn(name, "func() time.Time", a -> time.in(ZoneOffset.UTC));
            case "IsZero" ->
                getter(
                        name,
                        "bool",
                        time,
                        v -> v.toInstant().equals(GoTime.ZERO.value().toInstant()));
            case "Add" ->
                fn(name, "func(time.Duration) time.Time", a -> time.plusNanos(GoTypes.integer(required(a, 0))));
            case "AddDate" -> fn(name, "func(int, int, int) time.Time", a -> addDate(time, a));
            case "Sub" -> fn(name, "func(time.Time) time.Duration", a -> time.since(other(a)));
            case "Before" ->
                fn(
                        name,
                        "func(time.Time) bool",
                        a -> time.value().toInstant().isBefore(other(a).value().toInstant()));
            case "After" ->
                fn(
                        name,
                        "func(time.Time) bool",
                        a -> time.value().toInstant().isAfter(other(a).value().toInstant()));
            case "Equal" ->
                fn(
                        name,
                        "func(time.Time) bool",
                        a -> time.value().toInstant().equals(other(a).value().toInstant()));
            default -> null;
        };
    }

    /** A body that needs no context. */
    private interface Body {
        Object call(List<@Nullable Object> args);
    }

    private static Fn fn(String name, String signature, Body body) {
        return new Fn(name, signature, (context, args) -> body.call(args));
    }

    private static Fn getter(String name, String result, GoTime time, Getter getter) {
        return fn(name, "func() " + result, a -> getter.of(time.value()));
    }

    private interface WholeGetter {
        int of(ZonedDateTime value);
    }

    private static Fn whole(String name, GoTime time, WholeGetter getter) {
        return fn(name, "func() int", a -> new Int(getter.of(time.value())));
    }

    private static Object required(List<@Nullable Object> args, int index) {
        return java.util.Objects.requireNonNull(args.get(index));
    }

    private static GoTime other(List<@Nullable Object> args) {
        return (GoTime) required(args, 0);
    }

    private static GoEnum month(ZonedDateTime value) {
        String name = value.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return new GoEnum("time.Month", value.getMonthValue(), name);
    }

    private static GoEnum weekday(ZonedDateTime value) {
        String name = value.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return new GoEnum("time.Weekday", value.getDayOfWeek().getValue() % 7, name);
    }

    /** A day that the month does not have runs over into the next. */
    private static GoTime addDate(GoTime time, List<@Nullable Object> args) {
        long months = GoTypes.integer(required(args, 0)) * 12 + GoTypes.integer(required(args, 1));
        long days = GoTypes.integer(required(args, 2));
        ZonedDateTime value = time.value();
        ZonedDateTime moved = value.withDayOfMonth(1).plusMonths(months).plusDays(value.getDayOfMonth() - 1 + days);
        return new GoTime(moved, time.fixedName());
    }
}
