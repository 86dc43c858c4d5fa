package dev.auditflow.render.template;

import java.time.ZonedDateTime;
import java.util.Locale;

/** The text of Go's time values. */
final class GoClock {
    private GoClock() {}

    /** {@code time.Time.String()}: {@code 2006-01-02 15:04:05.999999999 -0700 MST}. */
    static String text(GoTime time) {
        ZonedDateTime value = time.value();
        String fraction = value.getNano() == 0
                ? ""
                : String.format(Locale.ROOT, ".%09d", value.getNano()).replaceAll("0+$", "");
        int seconds = value.getOffset().getTotalSeconds();
        int size = Math.abs(seconds);
        String zone = value.getZone().getId().equals("UTC")
                        || value.getZone().getId().equals("Z")
                ? "UTC"
                : value.getZone() instanceof java.time.ZoneOffset
                        ? String.format(Locale.ROOT, "%s%02d%02d", seconds < 0 ? "-" : "+", size / 3600, size / 60 % 60)
                        : value.format(java.time.format.DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH));
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d%s %s%02d%02d %s",
                value.getYear(),
                value.getMonthValue(),
                value.getDayOfMonth(),
                value.getHour(),
                value.getMinute(),
                value.getSecond(),
                fraction,
                seconds < 0 ? "-" : "+",
                size / 3600,
                size / 60 % 60,
                zone);
    }
}
