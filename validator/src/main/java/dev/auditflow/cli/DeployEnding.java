package dev.auditflow.cli;

import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Result;
import java.io.PrintWriter;

/** How commands that work on a cluster end. */
final class DeployEnding {
    private DeployEnding() {}

    static int of(Result result, PrintWriter out) {
        String word = switch (result.outcome()) {
            case PASSED -> "PASS";
            case UNCHANGED -> "PASS";
            case PROPOSED -> "WAIT";
            case FAILED, INCONCLUSIVE -> "FAIL";
        };
        out.printf("%s  %s%n", word, result.sentence());
        return switch (result.outcome()) {
            case PASSED, UNCHANGED -> ExitCode.PASS;
            case FAILED -> ExitCode.FINDINGS;
            case INCONCLUSIVE, PROPOSED -> ExitCode.NO_ANSWER;
        };
    }

    /** Refused is an answer; that nobody knows is none. */
    static int of(DeployException stop, PrintWriter err) {
        err.println("auditflow: " + stop.sentence());
        return switch (stop.kind()) {
            case REFUSED -> ExitCode.FINDINGS;
            case INCONCLUSIVE -> ExitCode.NO_ANSWER;
        };
    }
}
