package dev.auditflow.go;

import dev.auditflow.go.GoTimeLayout.Chunk;
import dev.auditflow.go.GoTimeLayout.Element;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
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

    /** The text is not what the layout wants; where it stands decides the message. */
    private static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Bad() {
            super(null, null, false, false);
        }
    }

    private final String layout;
    private final String value;

    /** What is left to read. */
    private String rest;

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
        this.rest = value;
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
            String hold = rest;
            try {
                boolean fractionNext = i + 1 < parsed.chunks().size()
                        && parsed.chunks().get(i + 1).element().compareTo(Element.FRACTION_ZEROS) >= 0;
                String outOfRange = read(chunk, fractionNext);
                if (!outOfRange.isEmpty()) {
                    throw failure(": " + outOfRange + " out of range");
                }
            } catch (Bad e) {
                throw failure(hold, chunk.text());
            }
        }
        skip(parsed.rest());
        if (!rest.isEmpty()) {
            throw failure(": extra text: " + quote(rest));
        }
    }

    private DateTimeException failure(String message) {
        return new DateTimeException("parsing time " + quote(value) + message);
    }

    private DateTimeException failure(String at, String element) {
        return failure(" as " + quote(layout) + ": cannot parse " + quote(at) + " as " + quote(element));
    }

    /** Only what is not printable ASCII is escaped, byte by byte. */
    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (byte b : GoText.encode(text)) {
            if (b < ' ') {
                out.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
            } else {
                out.append(b == '"' || b == '\\' ? "\\" : "").append((char) b);
            }
        }
        return out.append('"').toString();
    }

    /** Goes past literal text; any number of spaces stands for any other. */
    private void skip(String prefix) {
        String left = prefix;
        while (!left.isEmpty()) {
            if (left.charAt(0) == ' ') {
                if (!rest.isEmpty() && rest.charAt(0) != ' ') {
                    throw failure(rest, prefix);
                }
                left = withoutSpaces(left);
                rest = withoutSpaces(rest);
            } else if (rest.isEmpty() || rest.charAt(0) != left.charAt(0)) {
                throw failure(rest, prefix);
            } else {
                left = left.substring(1);
                rest = rest.substring(1);
            }
        }
    }

    private static String withoutSpaces(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return text.substring(at);
    }

    private boolean digitAt(int index) {
        return index < rest.length() && rest.charAt(index) >= '0' && rest.charAt(index) <= '9';
    }

    private String take(int count) {
        if (rest.length() < count) {
            throw new Bad();
        }
        String taken = rest.substring(0, count);
        rest = rest.substring(count);
        return taken;
    }

    /** Reads one element. @return what is out of range, empty if nothing is */
    private String read(Chunk chunk, boolean fractionNext) {
        return switch (chunk.element()) {
            case YEAR -> {
                int number = number(take(2));
                year = number >= 69 ? number + 1900 : number + 2000;
                yield "";
            }
            case LONG_YEAR -> {
                if (rest.length() < 4 || !digitAt(0)) {
                    throw new Bad();
                }
                year = number(take(4));
                yield "";
            }
            case MONTH, LONG_MONTH -> {
                month = name(chunk.element() == Element.MONTH, 12);
                yield "";
            }
            case WEEKDAY, LONG_WEEKDAY -> {
                name(chunk.element() == Element.WEEKDAY, 7);
                yield "";
            }
            case NUM_MONTH, ZERO_MONTH -> {
                month = twoDigits(chunk.element() == Element.ZERO_MONTH);
                yield month < 1 || month > 12 ? "month" : "";
            }
            case DAY, UNDER_DAY, ZERO_DAY -> {
                if (chunk.element() == Element.UNDER_DAY && rest.startsWith(" ")) {
                    take(1);
                }
                day = twoDigits(chunk.element() == Element.ZERO_DAY);
                yield "";
            }
            case UNDER_YEAR_DAY, ZERO_YEAR_DAY -> {
                yearDay(chunk.element() == Element.ZERO_YEAR_DAY);
                yield "";
            }
            case HOUR -> {
                hour = twoDigits(false);
                yield hour > 23 ? "hour" : "";
            }
            case HOUR12, ZERO_HOUR12 -> {
                hour = twoDigits(chunk.element() == Element.ZERO_HOUR12);
                yield hour > 12 ? "hour" : "";
            }
            case MINUTE, ZERO_MINUTE -> {
                minute = twoDigits(chunk.element() == Element.ZERO_MINUTE);
                yield minute > 59 ? "minute" : "";
            }
            case SECOND, ZERO_SECOND -> second(chunk.element() == Element.ZERO_SECOND, fractionNext);
            case PM, LOWER_PM -> {
                halfDay(chunk.element() == Element.PM);
                yield "";
            }
            case ZONE -> {
                zone();
                yield "";
            }
            case FRACTION_ZEROS -> {
                fraction(chunk.digits() + 1);
                yield "";
            }
            case FRACTION_NINES -> {
                if (rest.length() >= 2 && isPoint() && digitAt(1)) {
                    fraction(digitsAfterPoint());
                }
                yield "";
            }
            default -> offset(chunk.element());
        };
    }

    /** A number with an optional sign, as years have it. */
    private static int number(String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new Bad();
        }
        return Integer.parseInt(text);
    }

    private int twoDigits(boolean fixed) {
        if (!digitAt(0) || (fixed && !digitAt(1))) {
            throw new Bad();
        }
        return Integer.parseInt(take(digitAt(1) ? 2 : 1));
    }

    private void yearDay(boolean fixed) {
        for (int i = 0; !fixed && i < 2 && rest.startsWith(" "); i++) {
            take(1);
        }
        int count = 0;
        while (count < 3 && digitAt(count)) {
            count++;
        }
        if (count == 0 || (fixed && count != 3)) {
            throw new Bad();
        }
        yearDay = Integer.parseInt(take(count));
    }

    /** The number of a month or day of the week by its name, in whatever case. */
    private int name(boolean shortened, int count) {
        for (int i = 1; i <= count; i++) {
            String name = count == 12
                    ? java.time.Month.of(i).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                    : java.time.DayOfWeek.of(i).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            String wanted = shortened ? name.substring(0, 3) : name;
            if (rest.regionMatches(true, 0, wanted, 0, wanted.length())
                    && GoText.isAscii(rest.substring(0, wanted.length()))) {
                take(wanted.length());
                return i;
            }
        }
        throw new Bad();
    }

    private String second(boolean fixed, boolean fractionNext) {
        second = twoDigits(fixed);
        if (second > 59) {
            return "second";
        }
        // A fraction may follow although the layout has none.
        if (!fractionNext && isPoint() && digitAt(1)) {
            fraction(digitsAfterPoint());
        }
        return "";
    }

    private boolean isPoint() {
        return rest.startsWith(".") || rest.startsWith(",");
    }

    /** Length of a point and the digits after it. */
    private int digitsAfterPoint() {
        int count = 1;
        while (digitAt(count)) {
            count++;
        }
        return count;
    }

    private void fraction(int length) {
        if (rest.length() < length || !isPoint()) {
            throw new Bad();
        }
        String digits = rest.substring(1, Math.min(length, 10));
        if (!digits.matches("[0-9]+")) {
            throw new Bad();
        }
        nanos = Integer.parseInt(digits + "0".repeat(9 - digits.length()));
        take(length);
    }

    private void halfDay(boolean upper) {
        String half = take(2);
        pm |= half.equals(upper ? "PM" : "pm");
        am |= half.equals(upper ? "AM" : "am");
        if (!half.equals(upper ? "PM" : "pm") && !half.equals(upper ? "AM" : "am")) {
            throw new Bad();
        }
    }

    private String offset(Element element) {
        if (element.isIso() && rest.startsWith("Z")) {
            take(1);
            utc = true;
            return "";
        }
        String sign = element.hasMinutes() ? part(element) : take(3);
        int[] parts = {pair(sign, 1), 0, 0};
        int step = element.hasColon() ? 3 : 2;
        for (int i = 1; 1 + i * step < sign.length(); i++) {
            if (element.hasColon() && sign.charAt(i * step) != ':') {
                throw new Bad();
            }
            parts[i] = pair(sign, 1 + i * step);
        }
        if (parts[0] > 24) {
            return "time zone offset hour";
        }
        if (parts[1] > 60) {
            return "time zone offset minute";
        }
        if (parts[2] > 60) {
            return "time zone offset second";
        }
        int seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
        if (sign.charAt(0) != '+' && sign.charAt(0) != '-') {
            throw new Bad();
        }
        offset = sign.charAt(0) == '-' ? -seconds : seconds;
        return "";
    }

    private String part(Element element) {
        int digits = element.hasSeconds() ? 6 : 4;
        int colons = element.hasColon() ? digits / 2 - 1 : 0;
        return take(1 + digits + colons);
    }

    private static int pair(String text, int at) {
        String two = text.substring(at, at + 2);
        if (!two.matches("[0-9]{2}")) {
            throw new Bad();
        }
        return Integer.parseInt(two);
    }

    private void zone() {
        if (rest.startsWith("UTC")) {
            take(3);
            utc = true;
            return;
        }
        int length = zoneLength(rest);
        if (length == 0) {
            throw new Bad();
        }
        zone = take(length);
    }

    /** How much of a text looks like the abbreviation of a zone. */
    private static int zoneLength(String text) {
        if (text.length() < 3) {
            return 0;
        }
        if (text.startsWith("ChST") || text.startsWith("MeST")) {
            return 4;
        }
        if (text.startsWith("GMT")) {
            return 3 + signedHours(text.substring(3));
        }
        if (text.charAt(0) == '+' || text.charAt(0) == '-') {
            return signedHours(text);
        }
        int upper = 0;
        while (upper < 6 && upper < text.length() && text.charAt(upper) >= 'A' && text.charAt(upper) <= 'Z') {
            upper++;
        }
        return switch (upper) {
            case 3 -> 3;
            case 4 -> text.charAt(3) == 'T' || text.startsWith("WITA") ? 4 : 0;
            case 5 -> text.charAt(4) == 'T' ? 5 : 0;
            default -> 0;
        };
    }

    private static int signedHours(String text) {
        if (text.isEmpty() || (text.charAt(0) != '+' && text.charAt(0) != '-')) {
            return 0;
        }
        int end = 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        String digits = text.substring(1, end);
        return digits.isEmpty() || digits.length() > 18 || Long.parseLong(digits) > 23 ? 0 : end;
    }

    private void date() {
        hour = pm && hour < 12 ? hour + 12 : am && hour == 12 ? 0 : hour;
        if (yearDay >= 0) {
            int last = Year.isLeap(year) ? 366 : 365;
            if (yearDay < 1 || yearDay > last) {
                throw failure(": day-of-year out of range");
            }
            java.time.LocalDate of = java.time.LocalDate.ofYearDay(year, yearDay);
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
