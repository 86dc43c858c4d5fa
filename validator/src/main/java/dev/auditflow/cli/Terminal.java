package dev.auditflow.cli;

import java.io.Console;

/** What is known of the terminal. */
final class Terminal {
    private Terminal() {}

    // JDK 25 gives null again when standard input or output is redirected, whatever JDK 22 to 24 did.
    @SuppressWarnings("SystemConsoleNull")
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Whether to use colours: on a terminal, unless NO_COLOR is set; always if FORCE_COLOR is. */
    static boolean hasColour() {
        if (isSet("NO_COLOR")) {
            return false;
        }
        return isSet("FORCE_COLOR") || isInteractive();
    }

    private static boolean isSet(String variable) {
        return !System.getenv().getOrDefault(variable, "").isEmpty();
    }
}
