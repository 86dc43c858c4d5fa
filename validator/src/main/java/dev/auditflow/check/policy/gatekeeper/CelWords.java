package dev.auditflow.check.policy.gatekeeper;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors of CEL in the words of the API server's CEL, as far as both know the error. */
final class CelWords {
    private static final Pattern CLASS = Pattern.compile("^(?:[a-z]\\w*\\.)+[\\w$]+: ");
    private static final Pattern PREFIX = Pattern.compile("^evaluation error(?: at [^ ]+)?: ");
    private static final Pattern NO_KEY = Pattern.compile("^key '(.*)' is not present in map\\.?$");
    private static final Pattern NO_FIELD = Pattern.compile("^Error resolving field '(.*?)'\\..*$");
    /** What an operator says about an operand that is an error: the error is all that counts. */
    private static final Pattern OPERAND =
            Pattern.compile("^Expected boolean value, found :ErrorValue\\{.*?value=(.*)}$");

    private static final Pattern FAILED = Pattern.compile("^Function '.*' failed with arg\\(s\\).*$", Pattern.DOTALL);

    private CelWords() {}

    static String of(Throwable error) {
        String words = plain(String.valueOf(error.getMessage()));
        // A function of this program that fails says why in what it threw.
        for (Throwable cause = error.getCause();
                FAILED.matcher(words).matches() && cause != null;
                cause = cause.getCause()) {
            words = plain(String.valueOf(cause.getMessage()));
        }
        return words;
    }

    static String ofVariable(String name, Throwable error) {
        return "composited variable \"%s\" fails to evaluate: %s".formatted(name, of(error));
    }

    private static String plain(String message) {
        String words = message;
        String before;
        do {
            before = words;
            words = CLASS.matcher(words).replaceFirst("");
            words = PREFIX.matcher(words).replaceFirst("");
            Matcher operand = OPERAND.matcher(words);
            words = operand.matches() ? operand.group(1) : words;
        } while (!words.equals(before));
        for (Pattern missing : new Pattern[] {NO_KEY, NO_FIELD}) {
            Matcher key = missing.matcher(words);
            if (key.matches()) {
                return "no such key: " + key.group(1);
            }
        }
        return words.startsWith("No matching overload") ? "no such overload" : words;
    }
}
