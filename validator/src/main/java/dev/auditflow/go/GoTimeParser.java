package dev.auditflow.go;

import dev.auditflow.go.GoTimeLayout.Chunk;
import dev.auditflow.go.GoTimeLayout.Element;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Reads times in Go's layouts; a time without a zone is in UTC. */
public final class GoTimeParser {
    private static final int MAX_OFFSET = 18 * 3600;

    /**
     * A time that was read.
     *
     * @param fixedName name of a zone that is nothing but an offset; null when the zone has rules that name it
     */
    public record Zoned(ZonedDateTime time, @Nullable String fixedName) {}

    private final String layout;
    private final String value;
    private final TimeText text;

    private int year;
    private int month = -1;
    private int day = -1;
    private int yearDay = -1;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private boolean am;
    private boolean pm;
    private boolean utc;
    private @Nullable Integer offset;
    private String zone = "";

    private GoTimeParser(String layout, String value) {
        this.layout = layout;
        this.value = value;
        this.text = new TimeText(value);
    }

    /**
     * Reads a time.
     *
     * @throws DateTimeException in Go's words
     */
    public static Zoned parse(String layout, String value) {
        GoTimeParser parser = new GoTimeParser(layout, value);
        parser.elements();
        parser.date();
        return parser.time();
    }

    private void elements() {
        GoTimeLayout parsed = GoTimeLayout.parse(layout);
        for (int i = 0; i < parsed.chunks().size(); i++) {
            Chunk chunk = parsed.chunks().get(i);
            skip(chunk.prefix());
            String hold = text.rest();
            try {
                boolean fractionNext = i + 1 < parsed.chunks().size()
                        && parsed.chunks().get(i + 1).element().compareTo(Element.FRACTION_ZEROS) >= 0;
                String outOfRange = read(chunk, fractionNext);
                if (!outOfRange.isEmpty()) {
                    throw failure(": " + outOfRange + " out of range");
                }
            } catch (TimeText.Bad e) {
                throw failure(hold, chunk.text());
            }
        }
        skip(parsed.rest());
        if (!text.rest().isEmpty()) {
            throw failure(": extra text: " + GoQuote.bytes(text.rest()));
        }
    }

    private DateTimeException failure(String message) {
        return new DateTimeException("parsing time " + GoQuote.bytes(value) + message);
    }

    private DateTimeException failure(String at, String element) {
        return failure(" as " + GoQuote.bytes(layout) + ": cannot parse " + GoQuote.bytes(at) + " as "
                + GoQuote.bytes(element));
    }

    private void skip(String prefix) {
        if (!text.skip(prefix)) {
            throw failure(text.rest(), prefix);
        }
    }

    /** Reads one element. @return what is out of range, empty if nothing is */
    private String read(Chunk chunk, boolean fractionNext) {
        Element element = chunk.element();
        return switch (element) {
            case YEAR, LONG_YEAR, MONTH, LONG_MONTH, NUM_MONTH, ZERO_MONTH, WEEKDAY, LONG_WEEKDAY ->
                yearOrMonth(element);
            case DAY, UNDER_DAY, ZERO_DAY, UNDER_YEAR_DAY, ZERO_YEAR_DAY -> day(element);
            case FRACTION_ZEROS -> fraction(text.fraction(chunk.digits() + 1));
            case FRACTION_NINES -> text.isFraction() ? fraction(text.fraction()) : "";
            case SECOND, ZERO_SECOND -> second(element == Element.ZERO_SECOND, fractionNext);
            case HOUR, HOUR12, ZERO_HOUR12, MINUTE, ZERO_MINUTE, PM, LOWER_PM -> hourOrMinute(element);
            case ZONE -> zone();
            default -> offset(element);
        };
    }

    private String yearOrMonth(Element element) {
        switch (element) {
            case YEAR -> year = text.year(2);
            case LONG_YEAR -> year = text.year(4);
            case MONTH, LONG_MONTH -> month = text.month(element == Element.MONTH);
            case WEEKDAY, LONG_WEEKDAY -> text.weekday(element == Element.WEEKDAY);
            default -> {
                month = text.twoDigits(element == Element.ZERO_MONTH);
                return month < 1 || month > 12 ? "month" : "";
            }
        }
        return "";
    }

    private String day(Element element) {
        if (element == Element.UNDER_YEAR_DAY || element == Element.ZERO_YEAR_DAY) {
            yearDay = text.yearDay(element == Element.ZERO_YEAR_DAY);
            return "";
        }
        if (element == Element.UNDER_DAY && text.startsWith(" ")) {
            text.take(1);
        }
        day = text.twoDigits(element == Element.ZERO_DAY);
        return "";
    }

    private String hourOrMinute(Element element) {
        return switch (element) {
            case HOUR -> {
                hour = text.twoDigits(false);
                yield hour > 23 ? "hour" : "";
            }
            case HOUR12, ZERO_HOUR12 -> {
                hour = text.twoDigits(element == Element.ZERO_HOUR12);
                yield hour > 12 ? "hour" : "";
            }
            case MINUTE, ZERO_MINUTE -> {
                minute = text.twoDigits(element == Element.ZERO_MINUTE);
                yield minute > 59 ? "minute" : "";
            }
            default -> {
                boolean afternoon = text.afternoon(element == Element.PM);
                pm |= afternoon;
                am |= !afternoon;
                yield "";
            }
        };
    }

    private String second(boolean fixed, boolean fractionNext) {
        second = text.twoDigits(fixed);
        if (second > 59) {
            return "second";
        }
        // A fraction may follow although the layout has none.
        return !fractionNext && text.isFraction() ? fraction(text.fraction()) : "";
    }

    private String fraction(int read) {
        nanos = read;
        return read < 0 ? "fractional second" : "";
    }

    private String zone() {
        if (text.startsWith("UTC")) {
            text.take(3);
            utc = true;
        } else {
            zone = TimeZoneText.abbreviation(text);
        }
        return "";
    }

    private String offset(Element element) {
        if (element.isIso() && text.startsWith("Z")) {
            text.take(1);
            utc = true;
            return "";
        }
        TimeZoneText.Offset read = TimeZoneText.offset(text, element);
        offset = read.seconds();
        return read.outOfRange();
    }

    private void date() {
        hour = pm && hour < 12 ? hour + 12 : am && hour == 12 ? 0 : hour;
        if (yearDay >= 0) {
            int last = Year.isLeap(year) ? 366 : 365;
            if (yearDay < 1 || yearDay > last) {
                throw failure(": day-of-year out of range");
            }
            LocalDate of = LocalDate.ofYearDay(year, yearDay);
            if (month >= 0 && month != of.getMonthValue()) {
                throw failure(": day-of-year does not match month");
            }
            if (day >= 0 && day != of.getDayOfMonth()) {
                throw failure(": day-of-year does not match day");
            }
            month = of.getMonthValue();
            day = of.getDayOfMonth();
        }
        month = month < 0 ? 1 : month;
        day = day < 0 ? 1 : day;
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            throw failure(": day out of range");
        }
    }

    private Zoned time() {
        LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
        if (utc || (offset == null && zone.isEmpty())) {
            return new Zoned(local.atZone(ZoneOffset.UTC), null);
        }
        if (offset != null) {
            if (offset == 0 && (zone.isEmpty() || zone.equals("UTC"))) {
                return new Zoned(local.atZone(ZoneOffset.UTC), null);
            }
            return fixed(local, offset, zone);
        }
        boolean shifted = zone.startsWith("GMT") && zone.length() > 3;
        return fixed(local, shifted ? Integer.parseInt(zone.substring(3)) * 3600 : 0, zone);
    }

    /** A zone that is only an offset. A bare abbreviation has the offset 0, whatever it usually means. */
    private Zoned fixed(LocalDateTime local, int seconds, String name) {
        if (Math.abs(seconds) > MAX_OFFSET) {
            throw failure(": time zone offset beyond what this program can hold");
        }
        // For an abbreviation with hours, such as GMT+3, Go keeps the clock of UTC.
        ZonedDateTime at = offset == null
                ? local.atZone(ZoneOffset.UTC).withZoneSameInstant(ZoneOffset.ofTotalSeconds(seconds))
                : local.atZone(ZoneOffset.ofTotalSeconds(seconds));
        return new Zoned(at, name);
    }
}
