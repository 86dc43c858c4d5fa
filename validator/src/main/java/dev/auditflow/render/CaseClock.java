package dev.auditflow.render;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The instants at which the answers of a file of cases may have been made, read off the answers themselves. */
record CaseClock(List<Instant> seconds) {
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final int MOST = 2_000;

    private record Form(Pattern pattern, Function<String, Instant> parse) {
        static Form ofSecond(String pattern, String format) {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
            return new Form(
                    Pattern.compile(pattern),
                    text -> LocalDateTime.parse(text.replaceAll("\\s+", " "), formatter)
                            .toInstant(ZoneOffset.UTC));
        }
    }

    private static final List<Form> FORMS = List.of(
            Form.ofSecond("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "yyyy-MM-dd HH:mm:ss"),
            Form.ofSecond("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d", "yyyy-MM-dd'T'HH:mm:ss"),
            Form.ofSecond("\\d{8}T\\d{6}", "yyyyMMdd'T'HHmmss"),
            Form.ofSecond("[A-Z][a-z]{2} [A-Z][a-z]{2} +\\d+ \\d\\d:\\d\\d:\\d\\d \\d{4}", "EEE MMM d HH:mm:ss yyyy"));
    private static final Form DAY = new Form(
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d"),
            text -> LocalDate.parse(text).atTime(12, 0).toInstant(ZoneOffset.UTC));

    CaseClock {
        seconds = List.copyOf(seconds);
    }

    static CaseClock of(List<String> answers) {
        Set<Instant> found = new TreeSet<>();
        for (Form form : FORMS) {
            collect(answers, form, found);
        }
        Set<Instant> seconds = new TreeSet<>();
        for (Instant instant : found) {
            for (long shift = -MARGIN.toSeconds(); shift <= MARGIN.toSeconds(); shift++) {
                seconds.add(instant.plusSeconds(shift));
            }
        }
        collect(answers, DAY, seconds);
        return new CaseClock(seconds.stream().limit(MOST).toList());
    }

    private static void collect(List<String> answers, Form form, Set<Instant> into) {
        for (String answer : answers) {
            Matcher matcher = form.pattern.matcher(answer);
            for (MatchResult match : matcher.results().toList()) {
                try {
                    into.add(form.parse.apply(match.group()));
                } catch (DateTimeException e) {
                    // Digits that only look like a date.
                }
            }
        }
    }

    Instant first() {
        return seconds.isEmpty() ? Instant.EPOCH : seconds.getFirst();
    }

    /** Whether the test holds for one of the instants or, if asked for, one of the milliseconds after it. */
    boolean anyMatch(boolean millis, Predicate<Instant> test) {
        if (seconds.isEmpty()) {
            return test.test(first());
        }
        return seconds.stream().anyMatch(test)
                || (millis
                        && seconds.stream()
                                .anyMatch(second -> IntStream.range(1, 1000)
                                        .mapToObj(second::plusMillis)
                                        .anyMatch(test)));
    }
}
