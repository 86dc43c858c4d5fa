package dev.auditflow.cli;

import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.ConfigException;
import dev.auditflow.gate.Approvals;
import dev.auditflow.gate.review.Review;
import dev.auditflow.gate.review.ReviewServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow golden review}. */
@Command(
        name = "review",
        description = "Accepts or rejects changes one by one, on a page of this machine or in the terminal.",
        mixinStandardHelpOptions = true)
final class GoldenReviewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Selection selection = new Selection();

    @Mixin
    private HelmEngines engines = new HelmEngines();

    @Option(
            names = "--tty",
            description = "In the terminal: a accepts, r rejects, s skips, A accepts the rest, q ends.")
    private boolean tty;

    @Option(names = "--port", paramLabel = "PORT", description = "Port of the page (default: any that is free).")
    private int port;

    @Override
    public Integer call() throws ConfigException {
        GoldenTargets.refuseMachines("golden review");
        if (port < 0 || port > 65_535) {
            throw new ConfigException("--port takes a number from 1 to 65535, or 0 for any that is free");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Approvals> targets = new ArrayList<>();
        int code = GoldenTargets.each(spec, selection, engines, (golden, target, subject) -> {
            Approvals approvals = golden.approvals(target, subject);
            approvals.faults().forEach(sentence -> err.println("auditflow: " + sentence));
            targets.add(approvals);
            return ExitCode.PASS;
        });
        Review review = new Review(targets);
        if (review.keys().isEmpty()) {
            out.println("no changes");
            out.flush();
            return code;
        }
        if (tty) {
            TerminalReview.run(review, targets, out);
        } else {
            page(review, out);
        }
        out.println(review.summary());
        out.flush();
        return Math.max(code, review.isComplete() ? ExitCode.PASS : ExitCode.FINDINGS);
    }

    private void page(Review review, PrintWriter out) throws ConfigException {
        try (ReviewServer server = ReviewServer.start(review, port)) {
            long targets = review.upgrades().stream()
                    .filter(upgrade -> !upgrade.isEmpty())
                    .map(Upgrade::target)
                    .count();
            out.println("%d changed objects of %d targets: open"
                    .formatted(review.keys().size(), targets));
            out.println(server.address());
            out.println("What you accept is written at once. Finish on the page, or end with Ctrl-C.");
            out.flush();
            server.await();
        } catch (IOException e) {
            throw new ConfigException("The page cannot be served on port %d: %s".formatted(port, e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
