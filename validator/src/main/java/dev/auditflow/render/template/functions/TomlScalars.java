package dev.auditflow.render.template.functions;

import dev.auditflow.go.GoQuote;
import dev.auditflow.render.template.GoNumbers;
import dev.auditflow.render.template.GoTime;
import dev.auditflow.render.template.TemplateException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** TOML's values without quotes: booleans, numbers, dates and times. */
final class TomlScalars {
    static final String LOCAL_DATETIME = "datetime-local";
    static final String LOCAL_DATE = "date-local";
    static final String LOCAL_TIME = "time-local";

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*");
    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}.*");
    private static final Pattern PREFIXED = Pattern.compile("0(x[0-9a-fA-F_]+|o[0-7_]+|b[01_]+)");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9_]+");
    private static final Pattern POINT = Pattern.compile("[+-]?[0-9][0-9_]*(\\.[0-9_]*)?([eE][+-]?[0-9_]+)?");

    private TomlScalars() {}

    /** @throws TemplateException in BurntSushi/toml's words for what is none of them */
    static Object read(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "nan", "+nan", "-nan" -> Double.NaN;
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> number(word);
        };
    }

    private static Object number(String word) {
        if (DATE.matcher(word).matches() || TIME.matcher(word).matches()) {
            return time(word);
        }
        if (WHOLE.matcher(word).matches() || PREFIXED.matcher(word).matches()) {
            return integer(word);
        }
        if (POINT.matcher(word).matches()) {
            return fraction(word);
        }
        int first = word.codePointAt(0);
        if (first == '.') {
            throw new TemplateException("floats must start with a digit, not '.'");
        }
        throw new TemplateException(
                Character.isLetter(first)
                        ? "expected value but found " + GoQuote.quote(letters(word)) + " instead"
                        : "expected value but found " + GoQuote.rune(first) + " instead");
    }

    private static String letters(String word) {
        int end = 0;
        while (end < word.length() && Character.isLetter(word.charAt(end))) {
            end++;
        }
        return word.substring(0, end);
    }

    private static Object integer(String word) {
        checkUnderscores("integer", word, word);
        checkZeros("integer", word, word);
        Long number = GoNumbers.parseInt(word.replace("_", ""));
        if (number == null) {
            throw new TemplateException(word + " is out of range for int64");
        }
        return number;
    }

    private static Object fraction(String word) {
        String[] parts = word.split("[.eE]", -1);
        for (String part : parts) {
            if (!part.isEmpty()) {
                checkUnderscores("float", word, part.replaceFirst("^[+-]", ""));
            }
        }
        checkZeros("float", word, parts[0]);
        if (word.matches(".*\\.([^0-9].*)?")) {
            throw new TemplateException(
                    "Invalid float %s: '.' must be followed by one or more digits".formatted(GoQuote.quote(word)));
        }
        Double number = GoNumbers.parseFloat(word.replace("_", ""));
        if (number == null || number.isInfinite()) {
            throw new TemplateException(word + " is out of range for float64");
        }
        return number;
    }

    private static void checkUnderscores(String kind, String word, String part) {
        if (part.matches("[+-]?_.*|.*_|.*__.*")) {
            throw new TemplateException(
                    "Invalid %s %s: underscores must be surrounded by digits".formatted(kind, GoQuote.quote(word)));
        }
    }

    private static void checkZeros(String kind, String word, String whole) {
        if (whole.matches("0[^box].*|[+-]0.+")) {
            throw new TemplateException(
                    "Invalid %s %s: cannot have leading zeroes".formatted(kind, GoQuote.quote(word)));
        }
    }

    private static Object time(String word) {
        String text = word.replace('z', 'Z').replace('t', 'T').replace(' ', 'T');
        try {
            return parse(text);
        } catch (DateTimeException e) {
            throw new TemplateException("invalid datetime: " + GoQuote.quote(text));
        }
    }

    /** Local times have a zone of which nothing but its name is known. */
    private static GoTime parse(String text) {
        if (text.matches(".*T.*(Z|[+-]\\d{2}:\\d{2})")) {
            return new GoTime(OffsetDateTime.parse(text).toZonedDateTime(), null);
        }
        if (text.indexOf('T') >= 0) {
            return new GoTime(LocalDateTime.parse(text).atZone(ZoneOffset.UTC), LOCAL_DATETIME);
        }
        return text.contains("-")
                ? new GoTime(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC), LOCAL_DATE)
                : new GoTime(LocalTime.parse(text).atDate(LocalDate.of(0, 1, 1)).atZone(ZoneOffset.UTC), LOCAL_TIME);
    }
}
