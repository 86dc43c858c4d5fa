package dev.auditflow.go;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes times in Go's layouts. A zone that is nothing but an offset may have a name of its own. */
public final class GoTimeFormat {
    private GoTimeFormat() {}

    public static String format(ZonedDateTime time, @Nullable String fixedName, String layout) {
        GoTimeLayout parsed = GoTimeLayout.parse(layout);
        StringBuilder out = new StringBuilder(layout.length() + 16);
        for (GoTimeLayout.Chunk chunk : parsed.chunks()) {
            out.append(chunk.prefix());
            if (chunk.element().isOffset()) {
                offset(out, chunk.element(), time.getOffset().getTotalSeconds());
            } else {
                append(out, chunk, time, fixedName);
            }
        }
        return out.append(parsed.rest()).toString();
    }

    private static void append(
            StringBuilder out, GoTimeLayout.Chunk chunk, ZonedDateTime at, @Nullable String fixedName) {
        int hour12 = at.getHour() % 12 == 0 ? 12 : at.getHour() % 12;
        switch (chunk.element()) {
            case YEAR -> number(out, Math.abs(at.getYear()) % 100, 2, '0');
            case LONG_YEAR -> number(out, at.getYear(), 4, '0');
            case MONTH -> out.append(at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
            case LONG_MONTH -> out.append(at.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case NUM_MONTH -> out.append(at.getMonthValue());
            case ZERO_MONTH -> number(out, at.getMonthValue(), 2, '0');
            case WEEKDAY -> out.append(at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), 0, 3);
            case LONG_WEEKDAY -> out.append(at.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
            case DAY -> out.append(at.getDayOfMonth());
            case UNDER_DAY -> number(out, at.getDayOfMonth(), 2, ' ');
            case ZERO_DAY -> number(out, at.getDayOfMonth(), 2, '0');
            case UNDER_YEAR_DAY -> number(out, at.getDayOfYear(), 3, ' ');
            case ZERO_YEAR_DAY -> number(out, at.getDayOfYear(), 3, '0');
            case HOUR -> number(out, at.getHour(), 2, '0');
            case HOUR12 -> out.append(hour12);
            case ZERO_HOUR12 -> number(out, hour12, 2, '0');
            case MINUTE -> out.append(at.getMinute());
            case ZERO_MINUTE -> number(out, at.getMinute(), 2, '0');
            case SECOND -> out.append(at.getSecond());
            case ZERO_SECOND -> number(out, at.getSecond(), 2, '0');
            case PM -> out.append(at.getHour() >= 12 ? "PM" : "AM");
            case LOWER_PM -> out.append(at.getHour() >= 12 ? "pm" : "am");
            case ZONE -> zone(out, at, fixedName);
            case FRACTION_ZEROS, FRACTION_NINES -> fraction(out, chunk, at.getNano());
            default -> throw new IllegalStateException("an offset: " + chunk.element());
        }
    }

    private static void number(StringBuilder out, int value, int width, char pad) {
        String digits = Integer.toString(Math.abs(value));
        out.append(value < 0 ? "-" : "")
                .repeat(pad, Math.max(0, width - digits.length()))
                .append(digits);
    }

    private static void offset(StringBuilder out, GoTimeLayout.Element element, int seconds) {
        if (element.isIso() && seconds == 0) {
            out.append('Z');
            return;
        }
        int size = Math.abs(seconds);
        String colon = element.hasColon() ? ":" : "";
        number(out.append(seconds / 60 < 0 ? '-' : '+'), size / 3600, 2, '0');
        if (element.hasMinutes()) {
            number(out.append(colon), size / 60 % 60, 2, '0');
        }
        if (element.hasSeconds()) {
            number(out.append(colon), size % 60, 2, '0');
        }
    }

    /** The zone as the layout element {@code MST} prints it; empty when only the offset is known. */
    public static String zoneName(ZonedDateTime time, @Nullable String fixedName) {
        if (fixedName != null) {
            return fixedName;
        }
        return time.getZone() instanceof ZoneOffset offset && offset.getTotalSeconds() == 0
                ? "UTC"
                : ZoneNames.abbreviation(time);
    }

    private static void zone(StringBuilder out, ZonedDateTime time, @Nullable String fixedName) {
        String name = zoneName(time, fixedName);
        if (name.isEmpty()) {
            offset(out, GoTimeLayout.Element.OFFSET, time.getOffset().getTotalSeconds());
        } else {
            out.append(name);
        }
    }

    private static void fraction(StringBuilder out, GoTimeLayout.Chunk chunk, int nanos) {
        String digits = String.format(Locale.ROOT, "%09d", nanos);
        digits = digits.substring(0, Math.min(9, chunk.digits()));
        if (chunk.element() == GoTimeLayout.Element.FRACTION_NINES) {
            digits = digits.replaceFirst("0+$", "");
            if (digits.isEmpty()) {
                return;
            }
        }
        out.append(chunk.text().charAt(0)).append(digits);
    }
}
