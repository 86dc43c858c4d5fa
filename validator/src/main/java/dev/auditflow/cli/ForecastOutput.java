package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.deploy.DeployException;
import java.io.PrintWriter;

/** Prints what a promotion would find, a step on a line. */
final class ForecastOutput {
    private final PrintWriter out;
    private int stops;

    ForecastOutput(PrintWriter out) {
        this.out = out;
    }

    /** Something that stops a promotion by an exception. */
    interface Look {
        String explanation() throws ConfigException, DeployException;
    }

    void look(String name, Look look) throws ConfigException {
        try {
            add(name, true, look.explanation());
        } catch (DeployException e) {
            add(name, false, e.sentence());
        }
    }

    void add(String name, boolean goes, String explanation) {
        stops += goes ? 0 : 1;
        out.printf("  %-6s %-11s %s%n", goes ? "goes" : "stops", name, explanation.isEmpty() ? "-" : explanation);
        out.flush();
    }

    int end() {
        out.println(
                stops == 0
                        ? "PASS  it would be promoted; nothing was changed"
                        : "FAIL  %d %s would stop it; nothing was changed"
                                .formatted(stops, stops == 1 ? "step" : "steps"));
        return stops == 0 ? ExitCode.PASS : ExitCode.FINDINGS;
    }
}
