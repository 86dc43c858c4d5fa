package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import dev.auditflow.go.GoDurations;
import dev.auditflow.go.GoTimeFormat;
import dev.auditflow.go.GoTimeParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code time.*} without the clock. Times are nanoseconds since 1970, alone or with a zone and a layout. */
final class TimeBuiltins {
    private static final Map<String, String> LAYOUTS = Map.of(
            "ANSIC", "Mon Jan _2 15:04:05 2006",
            "UnixDate", "Mon Jan _2 15:04:05 MST 2006",
            "RubyDate", "Mon Jan 02 15:04:05 -0700 2006",
            "RFC822", "02 Jan 06 15:04 MST",
            "RFC822Z", "02 Jan 06 15:04 -0700",
            "RFC850", "Monday, 02-Jan-06 15:04:05 MST",
            "RFC1123", "Mon, 02 Jan 2006 15:04:05 MST",
            "RFC1123Z", "Mon, 02 Jan 2006 15:04:05 -0700",
            "RFC3339", "2006-01-02T15:04:05Z07:00",
            "RFC3339Nano", "2006-01-02T15:04:05.999999999Z07:00");
    private static final long SECOND = 1_000_000_000L;

    private TimeBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "time.parse_ns" ->
                args -> parsed(LAYOUTS.getOrDefault(args.string(0), args.string(0)), args.string(1));
            case "time.parse_rfc3339_ns" -> args -> parsed("2006-01-02T15:04:05Z07:00", args.string(0));
            case "time.parse_duration_ns" -> args -> duration(args.string(0));
            case "time.format" -> TimeBuiltins::format;
            case "time.date" -> args -> numbers(date(args, 0));
            case "time.clock" -> args -> numbers(clock(args, 0));
            case "time.weekday" ->
                args -> Value.of(time(args, 0).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case "time.add_date" -> TimeBuiltins::addDate;
            case "time.diff" -> TimeBuiltins::diff;
            default -> null;
        };
    }

    private static Value format(Args args) throws Undefined {
        List<Value> parts = args.value(0) instanceof Value.Arr(List<Value> items) ? items : List.of();
        String layout = parts.size() > 2 ? new Args(parts).string(2) : "";
        String pattern =
                layout.isEmpty() ? "2006-01-02T15:04:05.999999999Z07:00" : LAYOUTS.getOrDefault(layout, layout);
        return Value.of(GoTimeFormat.format(time(args, 0), null, pattern));
    }

    private static Value parsed(String layout, String text) throws Undefined {
        ZonedDateTime time;
        try {
            time = GoTimeParser.parse(layout, text).time();
        } catch (DateTimeException e) {
            throw new Undefined("the text does not have the layout of the time");
        }
        return nanos(time);
    }

    private static ZonedDateTime time(Args args, int index) throws Undefined {
        List<Value> parts =
                args.value(index) instanceof Value.Arr(List<Value> items) ? items : List.of(args.value(index));
        if (parts.isEmpty()) {
            throw Args.wrong(index, "a time, alone or with a zone");
        }
        Args given = new Args(parts);
        long nanos = nanos(given.number(0));
        String zone = parts.size() > 1 ? given.string(1) : "";
        try {
            ZoneId id = zone.isEmpty() || zone.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(zone);
            return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND))
                    .atZone(id);
        } catch (DateTimeException e) {
            throw new Undefined("the zone " + zone + " is not known");
        }
    }

    /** Fractions of a nanosecond are no time. */
    private static long nanos(Value.Num number) throws Undefined {
        return number.asLong().orElseThrow(() -> new Undefined("the time is out of range"));
    }

    private static Value nanos(ZonedDateTime time) throws Undefined {
        try {
            // The earliest time that fits lies in a second whose beginning does not.
            long second = time.toEpochSecond();
            return Value.of(
                    second < 0
                            ? Math.addExact(Math.multiplyExact(second + 1, SECOND), time.getNano() - SECOND)
                            : Math.addExact(Math.multiplyExact(second, SECOND), time.getNano()));
        } catch (ArithmeticException e) {
            throw new Undefined("the time is out of range");
        }
    }

    private static int[] date(Args args, int index) throws Undefined {
        ZonedDateTime time = time(args, index);
        return new int[] {time.getYear(), time.getMonthValue(), time.getDayOfMonth()};
    }

    private static int[] clock(Args args, int index) throws Undefined {
        ZonedDateTime time = time(args, index);
        return new int[] {time.getHour(), time.getMinute(), time.getSecond()};
    }

    private static Value numbers(int... numbers) {
        List<Value> values = new ArrayList<>();
        for (int number : numbers) {
            values.add(Value.of(number));
        }
        return Value.array(values);
    }

    /** Days beyond the end of a month count into the next one. */
    private static Value addDate(Args args) throws Undefined {
        ZonedDateTime time = time(args, 0);
        try {
            LocalDate date = LocalDate.of(Math.addExact(time.getYear(), args.integer(1)), time.getMonth(), 1)
                    .plusMonths(args.integer(2))
                    .plusDays(time.getDayOfMonth() - 1L)
                    .plusDays(args.integer(3));
            return nanos(date.atTime(time.toLocalTime()).atZone(time.getZone()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new Undefined("the date is out of range");
        }
    }

    private static Value diff(Args args) throws Undefined {
        ZonedDateTime a = time(args, 0);
        ZonedDateTime b = time(args, 1).withZoneSameInstant(a.getZone());
        ZonedDateTime first = a.isAfter(b) ? b : a;
        ZonedDateTime last = a.isAfter(b) ? a : b;
        int[] parts = {
            last.getYear() - first.getYear(),
            last.getMonthValue() - first.getMonthValue(),
            last.getDayOfMonth() - first.getDayOfMonth(),
            last.getHour() - first.getHour(),
            last.getMinute() - first.getMinute(),
            last.getSecond() - first.getSecond()
        };
        int[] sizes = {0, 12, first.toLocalDate().lengthOfMonth(), 24, 60, 60};
        for (int i = 5; i > 0; i--) {
            if (parts[i] < 0) {
                parts[i] += sizes[i];
                parts[i - 1]--;
            }
        }
        return numbers(parts);
    }

    private static Value duration(String text) throws Undefined {
        try {
            return Value.of(GoDurations.must(text));
        } catch (DateTimeException e) {
            throw new Undefined("the text is no duration");
        }
    }
}
