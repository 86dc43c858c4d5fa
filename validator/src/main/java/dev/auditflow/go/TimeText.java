package dev.auditflow.go;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;

/** A text with a time in it, read piece by piece from the front. */
final class TimeText {
    /** The text is not what the layout wants; where it stands decides the message. */
    static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Bad() {
            super(null, null, false, false);
        }
    }

    private String rest;

    TimeText(String value) {
        this.rest = value;
    }

    /** What is left to read. */
    String rest() {
        return rest;
    }

    /** Goes past literal text; any number of spaces stands for any other. @return false if something else is there */
    boolean skip(String prefix) {
        String left = prefix;
        while (!left.isEmpty()) {
            if (left.charAt(0) == ' ') {
                if (!rest.isEmpty() && rest.charAt(0) != ' ') {
                    return false;
                }
                left = withoutSpaces(left);
                rest = withoutSpaces(rest);
            } else if (rest.isEmpty() || rest.charAt(0) != left.charAt(0)) {
                return false;
            } else {
                left = left.substring(1);
                rest = rest.substring(1);
            }
        }
        return true;
    }

    private static String withoutSpaces(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return text.substring(at);
    }

    boolean startsWith(String text) {
        return rest.startsWith(text);
    }

    private boolean digitAt(int index) {
        return index < rest.length() && rest.charAt(index) >= '0' && rest.charAt(index) <= '9';
    }

    String take(int count) {
        if (rest.length() < count) {
            throw new Bad();
        }
        String taken = rest.substring(0, count);
        rest = rest.substring(count);
        return taken;
    }

    /** A year of four characters or, of two, one from 1969 to 2068. */
    int year(int length) {
        if (length == 4 && (rest.length() < 4 || !digitAt(0))) {
            throw new Bad();
        }
        int number = signed(take(length));
        return length == 4 ? number : number >= 69 ? number + 1900 : number + 2000;
    }

    private static int signed(String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new Bad();
        }
        return Integer.parseInt(text);
    }

    /** A number of one digit or two; of exactly two where that is fixed. */
    int twoDigits(boolean fixed) {
        if (!digitAt(0) || (fixed && !digitAt(1))) {
            throw new Bad();
        }
        return Integer.parseInt(take(digitAt(1) ? 2 : 1));
    }

    /** A day of the year; of three digits where that is fixed, else spaces may stand for the first two. */
    int yearDay(boolean fixed) {
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
        return Integer.parseInt(take(count));
    }

    /** The number of a month by its name, in whatever case. */
    int month(boolean shortened) {
        for (Month month : Month.values()) {
            if (takes(month.getDisplayName(TextStyle.FULL, Locale.ENGLISH), shortened)) {
                return month.getValue();
            }
        }
        throw new Bad();
    }

    /** Goes past the name of a day of the week, in whatever case. */
    void weekday(boolean shortened) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (takes(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH), shortened)) {
                return;
            }
        }
        throw new Bad();
    }

    private boolean takes(String name, boolean shortened) {
        String wanted = shortened ? name.substring(0, 3) : name;
        boolean there = rest.regionMatches(true, 0, wanted, 0, wanted.length())
                && GoText.isAscii(rest.substring(0, wanted.length()));
        if (there) {
            take(wanted.length());
        }
        return there;
    }

    /** Whether it is the afternoon, said in capitals or in small letters. */
    boolean afternoon(boolean upper) {
        String half = take(2);
        if (half.equals(upper ? "PM" : "pm")) {
            return true;
        }
        if (half.equals(upper ? "AM" : "am")) {
            return false;
        }
        throw new Bad();
    }

    /** Whether a point or a comma is next, and a digit after it. */
    boolean isFraction() {
        return isPoint() && digitAt(1);
    }

    private boolean isPoint() {
        return rest.startsWith(".") || rest.startsWith(",");
    }

    /** Nanoseconds of as many digits as there are after the point. */
    int fraction() {
        int count = 1;
        while (digitAt(count)) {
            count++;
        }
        return fraction(count);
    }

    /** Nanoseconds of so many characters, with the point; negative if there is a minus after it, which Go reads too. */
    int fraction(int length) {
        if (rest.length() < length || !isPoint()) {
            throw new Bad();
        }
        String digits = rest.substring(1, Math.min(length, 10));
        int number = signed(digits);
        take(length);
        for (int i = digits.length(); i < 9; i++) {
            number *= 10;
        }
        return number;
    }
}
