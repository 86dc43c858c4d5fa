package dev.auditflow.go;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layout of Go's {@code time} package: the reference time, Mon Jan 2 15:04:05 MST 2006, written in the wanted form.
 *
 * @param rest text after the last element
 */
record GoTimeLayout(List<Chunk> chunks, String rest) {
    /** What a piece of the reference time stands for. */
    enum Element {
        LONG_MONTH("January"),
        MONTH("Jan"),
        LONG_WEEKDAY("Monday"),
        WEEKDAY("Mon"),
        ZONE("MST"),
        ZERO_MONTH("01"),
        ZERO_DAY("02"),
        ZERO_HOUR12("03"),
        ZERO_MINUTE("04"),
        ZERO_SECOND("05"),
        YEAR("06"),
        ZERO_YEAR_DAY("002"),
        HOUR("15"),
        NUM_MONTH("1"),
        LONG_YEAR("2006"),
        DAY("2"),
        UNDER_DAY("_2"),
        UNDER_YEAR_DAY("__2"),
        HOUR12("3"),
        MINUTE("4"),
        SECOND("5"),
        PM("PM"),
        LOWER_PM("pm"),
        OFFSET_SECONDS("-070000"),
        OFFSET_COLON_SECONDS("-07:00:00"),
        OFFSET("-0700"),
        OFFSET_COLON("-07:00"),
        OFFSET_HOUR("-07"),
        ISO_SECONDS("Z070000"),
        ISO_COLON_SECONDS("Z07:00:00"),
        ISO("Z0700"),
        ISO_COLON("Z07:00"),
        ISO_HOUR("Z07"),
        FRACTION_ZEROS(""),
        FRACTION_NINES("");

        private final String text;

        Element(String text) {
            this.text = text;
        }

        boolean isOffset() {
            return text.startsWith("-07") || isIso();
        }

        boolean isIso() {
            return text.startsWith("Z07");
        }

        boolean hasColon() {
            return text.contains(":");
        }

        boolean hasMinutes() {
            return text.length() > 3;
        }

        boolean hasSeconds() {
            return text.length() > 6;
        }
    }

    /** In the order in which the places are tried at a character; a longer one comes before its own start. */
    private static final List<Element> PLAIN = List.of(
            Element.LONG_MONTH,
            Element.MONTH,
            Element.LONG_WEEKDAY,
            Element.WEEKDAY,
            Element.ZONE,
            Element.ZERO_MONTH,
            Element.ZERO_DAY,
            Element.ZERO_HOUR12,
            Element.ZERO_MINUTE,
            Element.ZERO_SECOND,
            Element.YEAR,
            Element.ZERO_YEAR_DAY,
            Element.HOUR,
            Element.NUM_MONTH,
            Element.LONG_YEAR,
            Element.DAY,
            Element.UNDER_DAY,
            Element.UNDER_YEAR_DAY,
            Element.HOUR12,
            Element.MINUTE,
            Element.SECOND,
            Element.PM,
            Element.LOWER_PM,
            Element.OFFSET_SECONDS,
            Element.OFFSET_COLON_SECONDS,
            Element.OFFSET,
            Element.OFFSET_COLON,
            Element.OFFSET_HOUR,
            Element.ISO_SECONDS,
            Element.ISO_COLON_SECONDS,
            Element.ISO,
            Element.ISO_COLON,
            Element.ISO_HOUR);

    /**
     * An element and the text before it.
     *
     * @param text as the layout has it
     */
    record Chunk(String prefix, Element element, String text) {
        /** Digits of a fraction of a second. */
        int digits() {
            return text.length() - 1;
        }
    }

    static GoTimeLayout parse(String layout) {
        List<Chunk> chunks = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < layout.length()) {
            if (layout.startsWith("_2006", at)) {
                at++;
            }
            Chunk chunk = at < layout.length() ? chunk(layout, from, at) : null;
            if (chunk == null) {
                at++;
            } else {
                chunks.add(chunk);
                at += chunk.text.length();
                from = at;
            }
        }
        return new GoTimeLayout(chunks, layout.substring(from));
    }

    private static @Nullable Chunk chunk(String layout, int from, int at) {
        char first = layout.charAt(at);
        if (first == '.' || first == ',') {
            return fraction(layout, from, at);
        }
        for (Element element : PLAIN) {
            if (layout.startsWith(element.text, at) && fits(element, layout, at)) {
                return new Chunk(layout.substring(from, at), element, element.text);
            }
        }
        return null;
    }

    /** The short names of months and days are elements only if no small letter follows. */
    private static boolean fits(Element element, String layout, int at) {
        if (element != Element.MONTH && element != Element.WEEKDAY) {
            return true;
        }
        int end = at + element.text.length();
        return end >= layout.length() || layout.charAt(end) < 'a' || layout.charAt(end) > 'z';
    }

    private static @Nullable Chunk fraction(String layout, int from, int at) {
        char digit = at + 1 < layout.length() ? layout.charAt(at + 1) : ' ';
        if (digit != '0' && digit != '9') {
            return null;
        }
        int end = at + 1;
        while (end < layout.length() && layout.charAt(end) == digit) {
            end++;
        }
        if (end < layout.length() && layout.charAt(end) >= '0' && layout.charAt(end) <= '9') {
            return null;
        }
        Element element = digit == '0' ? Element.FRACTION_ZEROS : Element.FRACTION_NINES;
        return new Chunk(layout.substring(from, at), element, layout.substring(at, end));
    }
}
