package dev.auditflow.go;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/** Abbreviations of time zones as the time zone database has them. */
final class ZoneNames {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("zzz", Locale.US);

    /** What the database names; for other zones it gives the offset, where Java has names of its own. */
    private static final Set<String> KNOWN = Set.of(
            "ACDT", "ACST", "AEDT", "AEST", "AKDT", "AKST", "AWST", "BST", "CAT", "CDT", "CEST", "CET", "CST", "EAT",
            "EDT", "EEST", "EET", "EST", "GMT", "HDT", "HKT", "HST", "IDT", "IST", "JST", "KST", "MDT", "MSK", "MST",
            "NDT", "NST", "NZDT", "NZST", "PDT", "PKT", "PST", "SAST", "SST", "UTC", "WAT", "WEST", "WET", "WIB", "WIT",
            "WITA", "ADT", "AST", "ChST");

    private ZoneNames() {}

    static String abbreviation(ZonedDateTime time) {
        String name = SHORT.format(time);
        if (KNOWN.contains(name)) {
            return name;
        }
        int seconds = time.getOffset().getTotalSeconds();
        int size = Math.abs(seconds);
        String hours = String.format(Locale.ROOT, "%s%02d", seconds < 0 ? "-" : "+", size / 3600);
        return size % 3600 == 0 ? hours : hours + String.format(Locale.ROOT, "%02d", size / 60 % 60);
    }
}
