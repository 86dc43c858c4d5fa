package dev.auditflow.cli;

import dev.auditflow.check.Verdict;
import java.util.function.Consumer;

/** Shows how far a long run is, on a terminal's standard error only. */
final class Progress implements Consumer<Verdict>, AutoCloseable {
    private final int all;
    private final boolean shown;
    private int done;

    Progress(int all) {
        this.all = all;
        this.shown = all > 1 && Terminal.isInteractive();
    }

    @Override
    public void accept(Verdict verdict) {
        done++;
        if (shown) {
            System.err.printf("\r\u001b[K%d/%d %s", done, all, verdict.target());
            System.err.flush();
        }
    }

    @Override
    public void close() {
        if (shown) {
            System.err.print("\r\u001b[K");
            System.err.flush();
        }
    }
}
