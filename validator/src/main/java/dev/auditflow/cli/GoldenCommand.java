package dev.auditflow.cli;

import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.ConfigException;
import dev.auditflow.gate.Approvals;
import dev.auditflow.gate.GoldenFiles;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code auditflow golden}: shows and approves what targets render. */
@Command(
        name = "golden",
        description = "Compares or updates golden files.",
        mixinStandardHelpOptions = true,
        subcommands = {
            GoldenCommand.Diff.class,
            GoldenCommand.Update.class,
            GoldenReviewCommand.class,
            GoldenMasksCommand.class
        })
final class GoldenCommand {
    /** {@code auditflow golden diff}. */
    @Command(
            name = "diff",
            description = "Shows how renderings differ and what that means to a cluster. Exit code 1 if they do.",
            mixinStandardHelpOptions = true)
    static final class Diff implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Selection selection = new Selection();

        @Mixin
        private HelmEngines engines = new HelmEngines();

        @Mixin
        private AgainstFlags against = new AgainstFlags();

        @Mixin
        private ClusterFlags cluster = new ClusterFlags();

        @Mixin
        private UpgradeVerdict verdict = new UpgradeVerdict();

        @Mixin
        private UpgradeOutput output = new UpgradeOutput();

        private boolean faulty;

        @Override
        public Integer call() throws ConfigException {
            List<UpgradeOutput.Spec> specs = output.specs();
            UpgradeVerdict.Judge judge = verdict.judge(selection.settings().policies());
            cluster.refuseBoth(against);
            List<Upgrade> upgrades = new ArrayList<>();
            int code = cluster.isGiven() ? cluster(upgrades) : against.isGiven() ? against(upgrades) : golden(upgrades);
            PrintWriter out = spec.commandLine().getOut();
            UpgradeOutput.write(upgrades, specs, out);
            return faulty ? code : UpgradeVerdict.code(judge, upgrades, code, out);
        }

        private int against(List<Upgrade> upgrades) throws ConfigException {
            AgainstRun run = new AgainstRun(spec, engines, selection.choose());
            upgrades.addAll(run.run(against));
            return run.code();
        }

        private int cluster(List<Upgrade> upgrades) throws ConfigException {
            ClusterRun run = new ClusterRun(spec, engines, selection.choose());
            upgrades.addAll(run.run(cluster));
            return run.code();
        }

        private int golden(List<Upgrade> upgrades) throws ConfigException {
            PrintWriter err = spec.commandLine().getErr();
            return GoldenTargets.each(spec, selection, engines, (golden, target, subject) -> {
                Approvals approvals = golden.approvals(target, subject);
                approvals.faults().forEach(sentence -> err.println("auditflow: " + sentence));
                faulty |= !approvals.faults().isEmpty();
                upgrades.add(approvals.upgrade());
                boolean same =
                        approvals.upgrade().isEmpty() && approvals.faults().isEmpty();
                return same ? ExitCode.PASS : ExitCode.FINDINGS;
            });
        }
    }

    /** {@code auditflow golden update}. */
    @Command(
            name = "update",
            description = "Writes golden files from today's renderings. Refused when CI=true.",
            mixinStandardHelpOptions = true)
    static final class Update implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Selection selection = new Selection();

        @Mixin
        private HelmEngines engines = new HelmEngines();

        @Override
        public Integer call() throws ConfigException {
            GoldenTargets.refuseMachines("golden update");
            PrintWriter out = spec.commandLine().getOut();
            return GoldenTargets.each(spec, selection, engines, (golden, target, subject) -> {
                GoldenFiles.Update update = golden.update(target, subject);
                update.written().forEach(file -> out.println("wrote " + file));
                update.removed().forEach(file -> out.println("removed " + file));
                return ExitCode.PASS;
            });
        }
    }
}
