package dev.auditflow.check.policy.gatekeeper;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Errors of CEL in the words of the API server's CEL, as far as both know the error. */
final class CelWords {
    private static final Pattern PREFIX = Pattern.compile("^evaluation error(?: at [^ ]+)?: ");
    private static final Pattern NO_KEY = Pattern.compile("^key '(.*)' is not present in map\\.?$");

    private CelWords() {}

    static String of(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CelVariableException variable) {
                return "composited variable \"%s\" fails to evaluate: %s"
                        .formatted(variable.name(), plain(variable.getCause()));
            }
        }
        return plain(error);
    }

    private static String plain(@Nullable Throwable error) {
        if (error == null) {
            return "no reason is known";
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CelVariableException) {
                return of(cause);
            }
        }
        String words = PREFIX.matcher(String.valueOf(error.getMessage())).replaceFirst("");
        Matcher key = NO_KEY.matcher(words);
        if (key.matches()) {
            return "no such key: " + key.group(1);
        }
        return words.startsWith("No matching overload") ? "no such overload" : words;
    }
}
