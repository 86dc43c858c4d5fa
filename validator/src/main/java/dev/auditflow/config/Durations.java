package dev.auditflow.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as configurations and flags write them. */
public final class Durations {
    /** What a time looks like, as the end of a sentence. */
    public static final String FORM = "a time such as 30d, 12h, 5m or 90s";

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})([dhms])");

    private Durations() {}

    /** The time; empty if the text is none. */
    public static Optional<Duration> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "d" -> Duration.ofDays(count);
                    case "h" -> Duration.ofHours(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofSeconds(count);
                });
    }

    /** The time in the largest unit that says it exactly: {@code 30d}, {@code 90s}. */
    public static String write(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
