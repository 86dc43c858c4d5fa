package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.deploy.Result;
import dev.auditflow.deploy.SourceCommit;
import dev.auditflow.host.WebClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auditflow rollback}. */
@Command(
        name = "rollback",
        description = "Goes back to the revision that was healthy before, and holds what ran.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReleaseFlags flags = new ReleaseFlags();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the ledger.")
    private String reason = "";

    @Override
    public Integer call() throws ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        return flags.operate(out, spec.commandLine().getErr(), (operations, site, target, patience) -> {
            try (WebClient web = new WebClient()) {
                Announcement announcement = new Announcement(
                        new WebServices(web).notifiers(site.settings().notifications()),
                        new Announcement.Subject(
                                "rollback", target.release(), site.environment(), site.actor(), SourceCommit.none()),
                        out);
                Result result = operations.rollback(reason, patience);
                int code = DeployEnding.of(result, out);
                announcement.ended(result);
                return code;
            }
        });
    }
}
