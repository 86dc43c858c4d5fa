package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A layout of Go's time package: it shows how Monday, 2 January 2006, 15:04:05 -0700 would look. */
final class GoLayout {
    private static final String DATE = "January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|__2|_2006|_2|002|0[1-6]|15";
    private static final String ZONE = "Z07:00:00|Z07:00|Z070000|Z0700|Z07|-07:00:00|-07:00|-070000|-0700|-07";
    private static final String REST = "PM|pm|[.,]0+(?![0-9])|[.,]9+(?![0-9])|[1-5]";
    private static final Pattern PARTS = Pattern.compile(DATE + "|" + ZONE + "|" + REST);

    private final List<String> parts = new ArrayList<>();

    private GoLayout(String layout) {
        Matcher matcher = PARTS.matcher(layout);
        int from = 0;
        while (matcher.find()) {
            int start = matcher.start();
            String part = matcher.group();
            if (part.equals("_2006")) {
                start++;
                part = "2006";
            }
            literal(layout.substring(from, start));
            parts.add(part);
            from = matcher.end();
        }
        literal(layout.substring(from));
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            parts.add("=" + text);
        }
    }

    static GoLayout of(String layout) {
        return new GoLayout(layout);
    }

    String format(ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        parts.forEach(part -> out.append(part.startsWith("=") ? part.substring(1) : shown(part, time)));
        return out.toString();
    }

    private static String shown(String part, ZonedDateTime time) {
        int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        return switch (part) {
            case "January" -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Jan" -> name(time.getMonth());
            case "Monday" -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case "Mon" -> name(time.getDayOfWeek());
            case "MST" -> zoneName(time);
            case "2006" -> "%04d".formatted(time.getYear());
            case "06" -> "%02d".formatted(time.getYear() % 100);
            case "__2" -> "%3d".formatted(time.getDayOfYear());
            case "002" -> "%03d".formatted(time.getDayOfYear());
            case "_2" -> "%2d".formatted(time.getDayOfMonth());
            case "02" -> "%02d".formatted(time.getDayOfMonth());
            case "2" -> String.valueOf(time.getDayOfMonth());
            case "01" -> "%02d".formatted(time.getMonthValue());
            case "1" -> String.valueOf(time.getMonthValue());
            case "15" -> "%02d".formatted(time.getHour());
            case "03" -> "%02d".formatted(hour12);
            case "3" -> String.valueOf(hour12);
            case "04" -> "%02d".formatted(time.getMinute());
            case "4" -> String.valueOf(time.getMinute());
            case "05" -> "%02d".formatted(time.getSecond());
            case "5" -> String.valueOf(time.getSecond());
            case "PM" -> time.getHour() < 12 ? "AM" : "PM";
            case "pm" -> time.getHour() < 12 ? "am" : "pm";
            default ->
                part.startsWith(".") || part.startsWith(",") ? fraction(part, time.getNano()) : offset(part, time);
        };
    }

    private static String name(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
    }

    private static String fraction(String part, int nanos) {
        String digits = "%09d".formatted(nanos).substring(0, Math.min(9, part.length() - 1));
        if (part.charAt(1) == '0') {
            return part.charAt(0) + digits;
        }
        String trimmed = digits.replaceFirst("0+$", "");
        return trimmed.isEmpty() ? "" : part.charAt(0) + trimmed;
    }

    private static String offset(String part, ZonedDateTime time) {
        int seconds = time.getOffset().getTotalSeconds();
        if (part.startsWith("Z") && seconds == 0) {
            return "Z";
        }
        int size = Math.abs(seconds);
        String sign = seconds < 0 ? "-" : "+";
        String colon = part.contains(":") ? ":" : "";
        String text = sign + "%02d".formatted(size / 3600);
        int digits = part.replaceAll("[^0-9]", "").length();
        if (digits >= 4) {
            text += colon + "%02d".formatted(size / 60 % 60);
        }
        return digits == 6 ? text + colon + "%02d".formatted(size % 60) : text;
    }

    private static String zoneName(ZonedDateTime time) {
        if (time.getZone().equals(ZoneOffset.UTC)) {
            return "UTC";
        }
        return time.getZone() instanceof ZoneOffset
                ? offset("-07", time)
                : time.format(DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH));
    }

    /** The time that a text of this layout names; what the layout leaves out is as at the start of year 0 in UTC. */
    ZonedDateTime parse(String text) throws Undefined {
        Reader reader = new Reader(text);
        for (int i = 0; i < parts.size(); i++) {
            reader.take(parts.get(i), i + 1 < parts.size() ? parts.get(i + 1) : "");
        }
        return reader.time();
    }

    /** Takes a text apart by a layout. */
    private static final class Reader {
        private final String text;
        private int at;
        private int year;
        private int month = 1;
        private int day = 1;
        private int hour;
        private int minute;
        private int second;
        private int nano;
        private boolean afternoon;
        private boolean twelve;
        private ZoneId zone = ZoneOffset.UTC;

        Reader(String text) {
            this.text = text;
        }

        private void take(String part, String next) throws Undefined {
            switch (part) {
                case "January", "Jan" -> month = month(part.equals("Jan"));
                case "Monday", "Mon" -> weekday(part.equals("Mon"));
                case "2006" -> year = number(4, 4);
                case "06" -> year = (number(2, 2) + 31) % 100 + 1969;
                case "_2", "2" -> day = spaced(1, 2);
                case "02" -> day = number(2, 2);
                case "01" -> month = number(2, 2);
                case "1" -> month = number(1, 2);
                case "15" -> hour = number(2, 2);
                case "03", "3" -> {
                    hour = number(part.length(), 2);
                    twelve = true;
                }
                case "04", "4" -> minute = number(part.length(), 2);
                case "05", "5" -> seconds(part, next);
                case "PM", "pm" -> afternoon(part);
                case "MST" -> zone = named();
                case "__2", "002" -> throw wrong();
                default -> other(part);
            }
        }

        private void other(String part) throws Undefined {
            if (part.startsWith("=")) {
                literal(part.substring(1));
            } else if (part.startsWith(".") || part.startsWith(",")) {
                fraction(part.charAt(1) == '0' ? part.length() - 1 : -1);
            } else {
                zone = offset(part);
            }
        }

        /** A fraction may follow the seconds although the layout has none. */
        private void seconds(String part, String next) throws Undefined {
            second = number(part.length(), 2);
            boolean own = next.startsWith(".") || next.startsWith(",");
            if (!own && rest().matches("(?s)[.,][0-9].*")) {
                fraction(-1);
            }
        }

        private void literal(String literal) throws Undefined {
            if (!text.startsWith(literal, at)) {
                throw wrong();
            }
            at += literal.length();
        }

        private void fraction(int digits) throws Undefined {
            Matcher matcher = Pattern.compile("(?s)[.,]([0-9]+).*").matcher(rest());
            if (!matcher.matches()) {
                if (digits < 0) {
                    return;
                }
                throw wrong();
            }
            String found = matcher.group(1);
            if (digits >= 0 && found.length() != digits) {
                throw wrong();
            }
            nano = Integer.parseInt((found + "000000000").substring(0, 9));
            at += 1 + found.length();
        }

        private int spaced(int least, int most) throws Undefined {
            if (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return number(least, most);
        }

        private int number(int least, int most) throws Undefined {
            int end = at;
            while (end < text.length() && end - at < most && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            if (end - at < least) {
                throw wrong();
            }
            int number = Integer.parseInt(text.substring(at, end));
            at = end;
            return number;
        }

        private int month(boolean isShort) throws Undefined {
            for (Month candidate : Month.values()) {
                if (isWord(isShort ? name(candidate) : candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH))) {
                    return candidate.getValue();
                }
            }
            throw wrong();
        }

        private void weekday(boolean isShort) throws Undefined {
            for (DayOfWeek candidate : DayOfWeek.values()) {
                if (isWord(isShort ? name(candidate) : candidate.getDisplayName(TextStyle.FULL, Locale.ENGLISH))) {
                    return;
                }
            }
            throw wrong();
        }

        private boolean isWord(String word) {
            boolean there = text.regionMatches(true, at, word, 0, word.length());
            at += there ? word.length() : 0;
            return there;
        }

        private void afternoon(String part) throws Undefined {
            boolean upper = part.equals("PM");
            if (rest().startsWith(upper ? "PM" : "pm")) {
                afternoon = true;
            } else if (!rest().startsWith(upper ? "AM" : "am")) {
                throw wrong();
            }
            at += 2;
        }

        private ZoneId named() throws Undefined {
            Matcher matcher =
                    Pattern.compile("(?s)([A-Z]{3,5})([+-][0-9]{1,2})?.*").matcher(rest());
            if (!matcher.matches()) {
                throw wrong();
            }
            at += matcher.group(1).length();
            if (matcher.group(1).equals("GMT") && matcher.group(2) != null) {
                at += matcher.group(2).length();
                return ZoneOffset.ofHours(Integer.parseInt(matcher.group(2)));
            }
            // Go makes up a zone of offset 0 for an abbreviation that it does not know.
            return ZoneOffset.UTC;
        }

        private ZoneId offset(String part) throws Undefined {
            if (part.startsWith("Z") && rest().startsWith("Z")) {
                at++;
                return ZoneOffset.UTC;
            }
            String colon = part.contains(":") ? ":" : "";
            int digits = part.replaceAll("[^0-9]", "").length();
            String minutes = digits >= 4 ? colon + "([0-9]{2})" : "()";
            String seconds = digits == 6 ? colon + "([0-9]{2})" : "()";
            Matcher matcher = Pattern.compile("(?s)([+-])([0-9]{2})" + minutes + seconds + ".*")
                    .matcher(rest());
            if (!matcher.matches()) {
                throw wrong();
            }
            at += matcher.end(4) - matcher.start(1);
            int size = amount(matcher.group(2)) * 3600 + amount(matcher.group(3)) * 60 + amount(matcher.group(4));
            try {
                return ZoneOffset.ofTotalSeconds(matcher.group(1).equals("-") ? -size : size);
            } catch (DateTimeException e) {
                throw wrong();
            }
        }

        private static int amount(String digits) {
            return digits.isEmpty() ? 0 : Integer.parseInt(digits);
        }

        private String rest() {
            return text.substring(at);
        }

        private ZonedDateTime time() throws Undefined {
            if (at != text.length()) {
                throw wrong();
            }
            int hours = twelve ? hour % 12 + (afternoon ? 12 : 0) : afternoon && hour < 12 ? hour + 12 : hour;
            try {
                return LocalDateTime.of(year, month, day, hours, minute, second, nano)
                        .atZone(zone);
            } catch (DateTimeException e) {
                throw wrong();
            }
        }

        private Undefined wrong() {
            return new Undefined("the text does not have the layout of the time");
        }
    }
}
