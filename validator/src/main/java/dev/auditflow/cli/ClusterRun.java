package dev.auditflow.cli;

import dev.auditflow.check.Subject;
import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.Target;
import dev.auditflow.deploy.Cluster;
import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Installed;
import dev.auditflow.deploy.LiveState;
import dev.auditflow.manifest.Resource;
import dev.auditflow.render.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Compares what each target renders with what runs in its cluster: as Helm keeps it, or as the objects are now. */
final class ClusterRun {
    private final CommandSpec spec;
    private final Selection.Chosen chosen;
    private final Renderer renderer;
    private final UpgradeComparer comparer;
    private int code = ExitCode.PASS;

    ClusterRun(CommandSpec spec, HelmEngines engines, Selection.Chosen chosen) throws ConfigException {
        this.spec = spec;
        this.chosen = chosen;
        this.renderer = new Renderer(engines.of(chosen.config()), System.in);
        this.comparer = new UpgradeComparer(spec, chosen.config().goldenMasks());
    }

    /** The gravest exit code: 1 if anything differs, 3 if something could not be looked at. */
    int code() {
        return code;
    }

    /** Compares as the flags say. @throws ConfigException with a sentence */
    List<Upgrade> run(ClusterFlags flags) throws ConfigException {
        List<Target> targets = chosen.targets().stream().filter(Target::golden).toList();
        if (targets.isEmpty()) {
            throw new ConfigException(
                    "Only targets of auditflow.yaml can be compared, in their first Kubernetes version");
        }
        List<Upgrade> upgrades = new ArrayList<>();
        for (Target target : targets) {
            try (Cluster cluster = flags.connect(chosen.config(), target.environment())) {
                compare(target, cluster, flags.live()).ifPresent(upgrades::add);
            } catch (DeployException e) {
                say(target.name() + ": " + e.sentence());
            }
        }
        if (comparer.failed()) {
            code = ExitCode.NO_ANSWER;
        }
        if (upgrades.stream().anyMatch(upgrade -> !upgrade.isEmpty())) {
            code = Math.max(code, ExitCode.FINDINGS);
        }
        return upgrades;
    }

    private Optional<Upgrade> compare(Target target, Cluster cluster, boolean live) throws DeployException {
        Optional<Subject> subject = GoldenTargets.subject(target, renderer, this::say);
        if (subject.isEmpty()) {
            return Optional.empty();
        }
        String namespace = target.options().namespace();
        Installed installed = Installed.of(cluster, target);
        List<Resource> after = installed.upgradable(target, subject.get().resources());
        String against = installed.revision() == 0
                ? "nothing, for it is not installed"
                : "revision %d".formatted(installed.revision());
        List<Resource> before =
                live ? new LiveState(cluster, namespace).objects(installed.objects(), after) : installed.objects();
        return Optional.of(comparer.compare(
                target.name() + " against " + (live ? "the cluster" : against),
                before,
                after,
                subject.get().customResourceDefinitions(),
                namespace,
                target.kubernetesVersion()));
    }

    private void say(String sentence) {
        spec.commandLine().getErr().println("auditflow: " + sentence);
        code = ExitCode.NO_ANSWER;
    }
}
