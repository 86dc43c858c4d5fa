package dev.auditflow.report;

import dev.auditflow.check.Outcome;
import dev.auditflow.check.Severity;
import dev.auditflow.check.upgrade.Meaning;

/** ANSI escapes for a terminal, or none. */
record Style(boolean colour) {
    String bold(String text) {
        return wrap("1", text);
    }

    String dim(String text) {
        return wrap("2", text);
    }

    String fix(String text) {
        return wrap("32", text);
    }

    String severity(Severity severity, String text) {
        return wrap(
                switch (severity) {
                    case DENY -> "1;31";
                    case WARN -> "33";
                    case INFO -> "36";
                },
                text);
    }

    String outcome(Outcome outcome, String text) {
        return wrap(
                switch (outcome) {
                    case PASS -> "1;32";
                    case FAIL -> "1;31";
                    case ERROR -> "1;35";
                },
                text);
    }

    String meaning(Meaning meaning, String text) {
        return wrap(
                switch (meaning) {
                    case FAILS -> "1;31";
                    case DISRUPTS, RESTARTS, WIDENS -> "33";
                    case IMAGE, CONFIG -> "36";
                    case COSMETIC -> "2";
                },
                text);
    }

    /** A line of a diff. */
    String diff(String line) {
        return line.startsWith("+")
                ? wrap("32", line)
                : line.startsWith("-") ? wrap("31", line) : line.startsWith("@@") ? wrap("36", line) : dim(line);
    }

    private String wrap(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
