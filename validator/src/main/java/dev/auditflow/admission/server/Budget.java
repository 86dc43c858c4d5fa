package dev.auditflow.admission.server;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long an answer may take: the API server names its own patience as {@code ?timeout=3s}, rounded up to seconds. */
final class Budget {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,4})(ms|s|m)");
    private static final Duration DEFAULT = Duration.ofSeconds(10);
    private static final Duration MAX = Duration.ofSeconds(30);

    /** What the way back takes, in parts of a hundred. */
    private static final int MARGIN_PERCENT = 10;

    private Budget() {}

    /** What is left for the answer once the way back is taken off. What is no duration counts as none given. */
    static Duration of(@Nullable String timeout) {
        Duration given = timeout == null ? DEFAULT : parsed(timeout);
        Duration most = given.compareTo(MAX) > 0 ? MAX : given;
        return most.multipliedBy(100 - MARGIN_PERCENT).dividedBy(100);
    }

    private static Duration parsed(String timeout) {
        Matcher matcher = DURATION.matcher(timeout);
        if (!matcher.matches()) {
            return DEFAULT;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
