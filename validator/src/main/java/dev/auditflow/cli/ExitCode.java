package dev.auditflow.cli;

import dev.auditflow.check.Outcome;

/** Exit codes of every command. */
final class ExitCode {
    static final int PASS = 0;
    static final int FINDINGS = 1;
    /** Usage, configuration, or a policy that does not compile. */
    static final int USAGE = 2;
    /** Something could not be rendered, or nothing was checked. */
    static final int NO_ANSWER = 3;

    private ExitCode() {}

    static int of(Outcome outcome) {
        return switch (outcome) {
            case PASS -> PASS;
            case FAIL -> FINDINGS;
            case ERROR -> NO_ANSWER;
        };
    }
}
