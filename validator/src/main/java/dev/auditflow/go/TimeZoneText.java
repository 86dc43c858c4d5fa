package dev.auditflow.go;

import dev.auditflow.go.GoTimeLayout.Element;
import dev.auditflow.go.TimeText.Bad;

/** Zones as they are written in times: an offset in one of Go's forms, or an abbreviation. */
final class TimeZoneText {
    private TimeZoneText() {}

    /**
     * An offset that was read.
     *
     * @param seconds east of Greenwich
     * @param outOfRange what of it is out of range; empty if nothing is
     */
    record Offset(int seconds, String outOfRange) {}

    /** Takes an offset in the form of an element of a layout. @throws Bad if none is there */
    static Offset offset(TimeText text, Element element) {
        int digits = element.hasMinutes() ? element.hasSeconds() ? 6 : 4 : 2;
        String sign = text.take(1 + digits + (element.hasColon() ? digits / 2 - 1 : 0));
        int[] parts = {pair(sign, 1), 0, 0};
        int step = element.hasColon() ? 3 : 2;
        for (int i = 1; 1 + i * step < sign.length(); i++) {
            if (element.hasColon() && sign.charAt(i * step) != ':') {
                throw new Bad();
            }
            parts[i] = pair(sign, 1 + i * step);
        }
        String outOfRange = parts[0] > 24
                ? "time zone offset hour"
                : parts[1] > 60 ? "time zone offset minute" : parts[2] > 60 ? "time zone offset second" : "";
        if (outOfRange.isEmpty() && sign.charAt(0) != '+' && sign.charAt(0) != '-') {
            throw new Bad();
        }
        int seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2];
        return new Offset(sign.charAt(0) == '-' ? -seconds : seconds, outOfRange);
    }

    private static int pair(String text, int at) {
        String two = text.substring(at, at + 2);
        if (!two.matches("[0-9]{2}")) {
            throw new Bad();
        }
        return Integer.parseInt(two);
    }

    /** Takes the abbreviation of a zone. @throws Bad if none is there */
    static String abbreviation(TimeText text) {
        int length = length(text.rest());
        if (length == 0) {
            throw new Bad();
        }
        return text.take(length);
    }

    /** How much of a text looks like the abbreviation of a zone. */
    private static int length(String text) {
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
}
